using Gateway.Core;
using Gateway.History;
using Gateway.Journal;
using Microsoft.Data.Sqlite;

namespace Gateway.Pipeline;

/// <summary>
/// Follows the journal into the history, from wherever the history stands: it may be behind, or new. A history that cannot be written
/// is no reason to stop anything else; it catches up later.
/// </summary>
internal sealed class HistoryFeed(
    JournalWriter journal, Catalog catalog, HistoryDatabase history, TimeProvider clock, ILogger<HistoryFeed> logger)
{
    private const int MaxTicksPerTurn = 500;

    /// <summary>Between two turns, so that many ticks share one.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Between two steps of deleting what is old.</summary>
    private static readonly TimeSpan PrunePause = TimeSpan.FromMinutes(1);

    /// <summary>Before the next attempt when the history could not be written.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(10);

    private bool failing;
    private long? pruned;

    /// <summary>Feeds until the journal is closed or the token stops it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!await FeedAsync(cancellationToken))
        {
            await Task.Delay(RetryPause, clock, cancellationToken);
        }
    }

    // True when the journal is closed, false when the history refused.
    private async Task<bool> FeedAsync(CancellationToken cancellationToken)
    {
        using var reader = new TickReader(journal.Read(history.LastSeq + 1), catalog);
        while (await reader.WaitAsync(cancellationToken))
        {
            if (!TryRecord(Next(reader)))
            {
                return false;
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }

        return true;
    }

    private static List<RecordedTick> Next(TickReader reader)
    {
        var ticks = new List<RecordedTick>();
        while (ticks.Count < MaxTicksPerTurn && reader.TryRead(out var recorded))
        {
            ticks.Add(recorded);
        }

        return ticks;
    }

    private bool TryRecord(List<RecordedTick> ticks)
    {
        try
        {
            history.Record(ticks);
            if (pruned is not { } last || clock.GetElapsedTime(last) >= PrunePause)
            {
                history.Prune(clock.GetUtcNow());
                pruned = clock.GetTimestamp();
            }

            if (failing)
            {
                failing = false;
                Log.HistoryGoesOn(logger);
            }

            return true;
        }
        catch (Exception fault) when (fault is SqliteException or IOException)
        {
            if (!failing)
            {
                failing = true;
                Log.HistoryFails(logger, fault.Message);
            }

            return false;
        }
    }
}
