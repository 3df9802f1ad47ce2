using Gateway.Core;
using Gateway.Journal;

namespace Gateway.Pipeline;

/// <summary>Finds ticks by their sequence number; quick when they are asked for in rising order.</summary>
internal sealed class TickLookup(JournalWriter journal, Catalog catalog) : IDisposable
{
    private TickReader? reader;
    private long nextSeq;

    /// <summary>The tick of that number, or null when the journal has it no more.</summary>
    public RecordedTick? Find(long seq)
    {
        if (reader is null || seq < nextSeq)
        {
            reader?.Dispose();
            reader = new TickReader(journal.Read(seq), catalog);
        }

        while (reader.TryRead(out var tick))
        {
            nextSeq = tick.Seq + 1;
            if (tick.Seq >= seq)
            {
                return tick.Seq == seq ? tick : null;
            }
        }

        return null;
    }

    public void Dispose() => reader?.Dispose();
}
