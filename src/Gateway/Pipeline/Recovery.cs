using Gateway.Core;
using Gateway.Journal;

namespace Gateway.Pipeline;

/// <summary>Brings the calculations to where the journal ends: the last checkpoint, and every reading recorded after it.</summary>
internal static class Recovery
{
    /// <summary>
    /// Restores; returns how many ticks were folded after the checkpoint, whose state could not be taken up, and the newest reading's
    /// time, null where there is none.
    /// </summary>
    public static (int Ticks, IReadOnlyList<Misfit> Misfits, DateTimeOffset? Newest) Restore(
        JournalWriter journal, Catalog catalog, CalculationSet calculations, LatestValues latest)
    {
        IReadOnlyList<Misfit> misfits = [];
        DateTimeOffset? newest = null;
        var start = journal.FirstSeq;
        if (FindCheckpoint(journal, catalog) is { } checkpoint)
        {
            misfits = calculations.RestoreCheckpoint(checkpoint.Tick.Checkpoint);
            latest.Take(checkpoint.In(catalog));
            newest = Newest(checkpoint.Tick);
            start = checkpoint.Seq + 1;
        }

        var ticks = FoldFrom(start, journal, catalog, calculations, tick =>
        {
            latest.Take(tick);
            newest = Newest(tick) ?? newest;
        });
        return (ticks, misfits, newest);
    }

    // Of the last tick, not of all: where the stamps went back on purpose, they go on from there.
    private static DateTimeOffset? Newest(Tick tick) => tick.Readings.Count > 0 ? tick.Readings.Max(reading => reading.Time) : null;

    private static RecordedTick? FindCheckpoint(JournalWriter journal, Catalog catalog)
    {
        using var reader = new TickReader(journal.Read(journal.FirstSeq), catalog);
        foreach (var entry in journal.ReadBackward())
        {
            var tick = reader.Decode(entry);
            if (!tick.Tick.Checkpoint.IsEmpty)
            {
                return tick;
            }
        }

        return null;
    }

    // The results are on disk already: only the state is wanted.
    private static int FoldFrom(long seq, JournalWriter journal, Catalog catalog, CalculationSet calculations, Action<Tick> folded)
    {
        using var reader = new TickReader(journal.Read(seq), catalog);
        var ticks = 0;
        while (reader.TryRead(out var recorded))
        {
            var tick = recorded.In(catalog);
            calculations.FoldAgain(tick.Readings);
            folded(tick);
            ticks++;
        }

        return ticks;
    }
}
