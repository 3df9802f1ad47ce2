namespace Gateway.Journal;

/// <summary>A file with a segment's name, as it was found at opening.</summary>
/// <param name="Name">The file.</param>
/// <param name="NamedSeq">The first sequence number by its name.</param>
/// <param name="Length">Of the file.</param>
/// <param name="Header">Null where it is unreadable.</param>
internal sealed record FoundSegment(string Name, long NamedSeq, long Length, SegmentHeader? Header)
{
    public static FoundSegment Look(IJournalStorage storage, string name, long namedSeq)
    {
        using var file = storage.Open(name, writable: false);
        var header = SegmentHeader.Read(file);
        return new FoundSegment(name, namedSeq, file.Length, header?.FirstSeq == namedSeq ? header : null);
    }
}
