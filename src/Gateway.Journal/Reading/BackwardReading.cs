namespace Gateway.Journal;

/// <summary>Reads a journal from its end, holding one segment in memory at a time.</summary>
internal static class BackwardReading
{
    public static IEnumerable<JournalEntry> Read(JournalContents contents)
    {
        foreach (var segment in contents.State.NewestFirst.Where(segment => !segment.IsEmpty))
        {
            foreach (var entry in Entries(contents, segment).Reverse())
            {
                yield return entry;
            }
        }
    }

    private static IEnumerable<JournalEntry> Entries(JournalContents contents, SegmentInfo segment)
    {
        using var open = OpenSegment.Open(contents, segment);
        while (open is not null && open.Scanner.TryNext(segment.Length, segment.EndSeq, out var record))
        {
            yield return new JournalEntry(record.Seq, record.Payload, open.Preamble);
        }
    }
}
