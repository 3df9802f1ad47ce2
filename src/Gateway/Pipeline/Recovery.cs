using Gateway.Core;
using Gateway.Journal;

namespace Gateway.Pipeline;

/// <summary>Brings the calculations to where the journal ends: the last checkpoint, and every reading recorded after it.</summary>
internal static class Recovery
{
    /// <summary>Restores; returns how many ticks were folded after the checkpoint, and whose state could not be taken up.</summary>
    public static (int Ticks, IReadOnlyList<Misfit> Misfits) Restore(
        JournalWriter journal, Catalog catalog, CalculationSet calculations, LatestValues latest)
    {
        IReadOnlyList<Misfit> misfits = [];
        var start = journal.FirstSeq;
        if (FindCheckpoint(journal, catalog) is { } checkpoint)
        {
            misfits = calculations.RestoreCheckpoint(checkpoint.Tick.Checkpoint);
            latest.Take(checkpoint.In(catalog));
            start = checkpoint.Seq + 1;
        }

        return (FoldFrom(start, journal, catalog, calculations, latest), misfits);
    }

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
    private static int FoldFrom(long seq, JournalWriter journal, Catalog catalog, CalculationSet calculations, LatestValues latest)
    {
        using var reader = new TickReader(journal.Read(seq), catalog);
        var ticks = 0;
        while (reader.TryRead(out var recorded))
        {
            var tick = recorded.In(catalog);
            calculations.FoldAgain(tick.Readings);
            latest.Take(tick);
            ticks++;
        }

        return ticks;
    }
}
