namespace Gateway.Journal;

/// <summary>The segment that is being written. Its file is as long beforehand as it is to become, with zeros at the end.</summary>
internal sealed class ActiveSegment : IDisposable
{
    private const int ZeroChunk = 256 << 10;

    private readonly IJournalFile file;

    private ActiveSegment(IJournalFile file, long number)
    {
        this.file = file;
        Number = number;
    }

    public long Number { get; }

    /// <summary>Makes a new segment that survives a power cut with its whole header, or not at all.</summary>
    public static ActiveSegment Create(IJournalStorage storage, SegmentHeader header, JournalOptions options)
    {
        var name = SegmentFormat.FileName(header.FirstSeq);
        using (var file = storage.Create(name + SegmentFormat.NewSuffix))
        {
            file.WriteAt(0, header.ToBytes());
            Reserve(file, header.Length, options);
            file.Sync();
        }

        storage.Rename(name + SegmentFormat.NewSuffix, name);
        storage.SyncFolder();
        return new ActiveSegment(storage.Open(name, writable: true), header.Number);
    }

    /// <summary>Goes on with one that is there.</summary>
    public static ActiveSegment Open(IJournalStorage storage, SegmentInfo info, JournalOptions options)
    {
        var file = storage.Open(info.Name, writable: true);
        Reserve(file, info.Length, options);
        return new ActiveSegment(file, info.Number);
    }

    public void Write(long offset, ReadOnlySpan<byte> records) => file.WriteAt(offset, records);

    public void Sync() => file.Sync();

    /// <summary>Gives the space back that was not needed.</summary>
    public void Trim(long length) => file.SetLength(length);

    public void Dispose() => file.Dispose();

    // Space that was only reserved is marked as written with each sync, three blocks of the file system's own log at a time. Where every
    // commit is synced, one pass of zeros costs less. A disk without the space grows the file with each write instead.
    private static void Reserve(IJournalFile file, long used, JournalOptions options)
    {
        if (file.Reserve(options.SegmentBytes) && options.Durability == Durability.Full)
        {
            var zeros = new byte[ZeroChunk];
            for (var offset = used; offset < options.SegmentBytes; offset += ZeroChunk)
            {
                file.WriteAt(offset, zeros.AsSpan(0, (int)Math.Min(ZeroChunk, options.SegmentBytes - offset)));
            }
        }
    }
}
