namespace Gateway.Journal;

/// <summary>What is committed, as one immutable whole: readers take it and need no lock.</summary>
/// <param name="Sealed">Segments that grow no more, oldest first.</param>
/// <param name="Active">The one that grows, up to what is committed; null before the first commit.</param>
/// <param name="NextSeq">The sequence number that the next commit begins with.</param>
internal sealed record JournalState(SegmentInfo[] Sealed, SegmentInfo? Active, long NextSeq)
{
    public long FirstSeq => Sealed.Length > 0 ? Sealed[0].FirstSeq : Active?.FirstSeq ?? NextSeq;

    /// <summary>One more than the last sequence number committed; less than <see cref="NextSeq"/> where numbers are skipped next.</summary>
    public long EntriesEnd => Active?.EndSeq ?? (Sealed.Length > 0 ? Sealed[^1].EndSeq : NextSeq);

    public long Bytes => Sealed.Sum(segment => segment.Length) + (Active?.Length ?? 0);

    public int SegmentCount => Sealed.Length + (Active is null ? 0 : 1);

    public IEnumerable<SegmentInfo> NewestFirst => Active is null ? Sealed.Reverse() : Sealed.Reverse().Prepend(Active);

    /// <summary>The segment that a reader at <paramref name="seq"/> reads next, or null where it has read all.</summary>
    public SegmentInfo? At(long seq) => Array.Find(Sealed, segment => segment.EndSeq > seq) ?? Active;

    /// <summary>The segment of that number, or null where it is not there any more.</summary>
    public SegmentInfo? Find(long number) =>
        Active?.Number == number ? Active : Array.Find(Sealed, segment => segment.Number == number);
}
