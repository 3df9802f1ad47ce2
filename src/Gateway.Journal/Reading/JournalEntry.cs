namespace Gateway.Journal;

/// <summary>One committed entry.</summary>
/// <param name="Seq">From 1, rising; not every number is there.</param>
/// <param name="Payload">As it was appended. May be kept.</param>
/// <param name="Preamble">What the writer put at the head of the entry's segment. The same memory for all entries of a segment, and for
/// following segments of the same preamble, so that comparing it with the last one tells whether to parse it again.</param>
public readonly record struct JournalEntry(long Seq, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Preamble);
