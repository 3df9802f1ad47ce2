namespace Gateway.Journal;

/// <summary>The segment that is being written.</summary>
internal sealed class ActiveSegment(IJournalFile file, long number) : IDisposable
{
    public long Number => number;

    /// <summary>Makes a new segment that survives a power cut with its whole header, or not at all.</summary>
    public static ActiveSegment Create(IJournalStorage storage, SegmentHeader header)
    {
        var name = SegmentFormat.FileName(header.FirstSeq);
        using (var file = storage.Create(name + SegmentFormat.NewSuffix))
        {
            file.WriteAt(0, header.ToBytes());
            file.Sync();
        }

        storage.Rename(name + SegmentFormat.NewSuffix, name);
        storage.SyncFolder();
        return new ActiveSegment(storage.Open(name, writable: true), header.Number);
    }

    public void Write(long offset, ReadOnlySpan<byte> records) => file.WriteAt(offset, records);

    public void Sync() => file.Sync();

    public void Dispose() => file.Dispose();
}
