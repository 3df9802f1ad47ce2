using Gateway.History;
using Microsoft.Data.Sqlite;

namespace Gateway.Pipeline;

/// <summary>Writes down what happened, for people to read. A history that cannot be written is no reason to stop anything.</summary>
internal sealed class EventNotes(HistoryDatabase history, TimeProvider plantClock, ILogger<EventNotes> logger)
{
    /// <summary>Takes a note.</summary>
    /// <param name="kind">See <see cref="HistoryEvent.Kind"/>.</param>
    /// <param name="subject">To what.</param>
    /// <param name="text">A sentence.</param>
    public void Note(string kind, string subject, string text)
    {
        try
        {
            history.Record(new HistoryEvent(plantClock.GetUtcNow(), kind, subject, text));
        }
        catch (Exception fault) when (fault is SqliteException or IOException)
        {
            Log.HistoryFails(logger, fault.Message);
        }
    }
}
