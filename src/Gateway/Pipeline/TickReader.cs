using Gateway.Core;
using Gateway.Journal;

namespace Gateway.Pipeline;

/// <summary>Reads ticks from the journal, each with the catalog it was recorded under.</summary>
internal sealed class TickReader : IDisposable
{
    private readonly JournalReader reader;
    private readonly Catalog current;
    private ReadOnlyMemory<byte> preamble;
    private Catalog catalog;

    /// <param name="reader">Where the entries come from.</param>
    /// <param name="current">Today's catalog; entries recorded under an equal one share this object.</param>
    public TickReader(JournalReader reader, Catalog current)
    {
        this.reader = reader;
        this.current = current;
        catalog = current;
    }

    /// <summary>The next tick; false at the end of what is committed.</summary>
    public bool TryRead(out RecordedTick tick)
    {
        if (!reader.TryRead(out var entry))
        {
            tick = default;
            return false;
        }

        tick = Decode(entry);
        return true;
    }

    /// <summary>Waits for more; false when the journal is closed.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => reader.WaitAsync(cancellationToken);

    public RecordedTick Decode(JournalEntry entry)
    {
        if (!entry.Preamble.Equals(preamble))
        {
            preamble = entry.Preamble;
            var recorded = CatalogText.Read(preamble.Span);
            catalog = recorded.SequenceEqual(current) ? current : recorded;
        }

        return new RecordedTick(entry.Seq, catalog, TickCodec.Read(entry.Payload.Span));
    }

    public void Dispose() => reader.Dispose();
}
