using Gateway.Core;
using Gateway.History;
using Gateway.Journal;

namespace Gateway.Pipeline;

/// <summary>Follows the journal into the history, from wherever the history stands: it may be behind, or new.</summary>
internal sealed class HistoryFeed(JournalWriter journal, Catalog catalog, HistoryDatabase history, TimeProvider clock)
{
    /// <summary>Between two transactions, so that many ticks share one.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private const int MaxTicksPerTransaction = 500;

    /// <summary>Feeds until the journal is closed or the token stops it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var reader = new TickReader(journal.Read(history.LastSeq + 1), catalog);
        var ticks = new List<RecordedTick>();
        while (await reader.WaitAsync(cancellationToken))
        {
            while (ticks.Count < MaxTicksPerTransaction && reader.TryRead(out var recorded))
            {
                ticks.Add(recorded);
            }

            history.Record(ticks);
            ticks.Clear();
            history.Prune(clock.GetUtcNow());
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }
}
