using Gateway.Core;

namespace Gateway.Journal;

/// <summary>A segment while a reader is in it.</summary>
internal sealed class OpenSegment : IDisposable
{
    private readonly IJournalFile file;

    private OpenSegment(SegmentInfo info, SegmentHeader header, IJournalFile file, Action<JournalDamage> report)
    {
        Number = info.Number;
        Preamble = header.Preamble;
        this.file = file;
        Scanner = new SegmentScanner(
            file, header, bad => report(new JournalDamage(JournalDamageKind.Entries, info.Name, bad.Offset, bad.Length, bad.Missing)));
    }

    public long Number { get; }

    public ReadOnlyMemory<byte> Preamble { get; }

    public SegmentScanner Scanner { get; }

    /// <summary>Opens it; null, after a report, where its head is unreadable or the file is gone.</summary>
    public static OpenSegment? Open(JournalContents contents, SegmentInfo info)
    {
        if (OpenFile(contents, info) is not { } file)
        {
            return null;
        }

        if (SegmentHeader.Read(file) is { } header && header.Number == info.Number)
        {
            return new OpenSegment(info, header, file, contents.Report);
        }

        file.Dispose();
        ReportUnlessDropped(contents, info, JournalDamageKind.Header);
        return null;
    }

    public void Dispose() => file.Dispose();

    private static IJournalFile? OpenFile(JournalContents contents, SegmentInfo info)
    {
        try
        {
            return contents.Storage.Open(info.Name, writable: false);
        }
        catch (FileNotFoundException)
        {
            ReportUnlessDropped(contents, info, JournalDamageKind.Missing);
            return null;
        }
    }

    // Retention may have deleted it since the reader looked; and one without an entry is replaced where beginning the next one was
    // tried in vain. Neither is damage.
    private static void ReportUnlessDropped(JournalContents contents, SegmentInfo info, JournalDamageKind kind)
    {
        if (contents.State.Find(info.Number) is { IsEmpty: false } still)
        {
            contents.Report(new JournalDamage(kind, info.Name, 0, still.Length, SeqRange.Between(still.FirstSeq, still.EndSeq)));
        }
    }
}
