namespace Gateway.Journal;

/// <summary>What is known of a segment without reading it.</summary>
/// <param name="Name">The file.</param>
/// <param name="Number">Its number.</param>
/// <param name="FirstSeq">The least sequence number in it.</param>
/// <param name="EndSeq">One more than the greatest in it.</param>
/// <param name="Length">The bytes that count; the file may be longer after a failed write.</param>
internal sealed record SegmentInfo(string Name, long Number, long FirstSeq, long EndSeq, long Length)
{
    public bool IsEmpty => EndSeq == FirstSeq;
}
