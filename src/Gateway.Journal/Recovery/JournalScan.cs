using Gateway.Core;

namespace Gateway.Journal;

/// <summary>Finds out what a journal's folder holds: reads every segment's head, and the last segment wholly.</summary>
internal sealed class JournalScan
{
    private readonly List<JournalDamage> damages = [];
    private readonly List<FoundSegment> setAside = [];

    private JournalScan()
    {
    }

    /// <summary>Null where no segment is readable.</summary>
    public ulong? Epoch { get; private set; }

    /// <summary>The readable ones, oldest first.</summary>
    public SegmentInfo[] Segments { get; private set; } = [];

    /// <summary>Of the last segment.</summary>
    public ReadOnlyMemory<byte> Preamble { get; private set; }

    /// <summary>One more than the last sequence number found.</summary>
    public long End { get; private set; } = 1;

    /// <summary>Greater than any that stands in a name.</summary>
    public long NamedEnd { get; private set; } = 1;

    /// <summary>No segment has a greater number.</summary>
    public long LastNumber { get; private set; }

    /// <summary>Bytes at the end of the last segment in which no record checks, up to the last that is not zero.</summary>
    public long TailBytes { get; private set; }

    /// <summary>The last segment's file is longer than its records: it ends in such bytes, or in zeros not yet written over.</summary>
    public bool HasTail { get; private set; }

    public IReadOnlyList<JournalDamage> Damages => damages;

    /// <summary>Segments whose head is unreadable or of another journal.</summary>
    public IReadOnlyList<FoundSegment> SetAside => setAside;

    /// <summary>Only looks.</summary>
    public static JournalScan Look(IJournalStorage storage)
    {
        var scan = new JournalScan();
        var found = storage.List()
            .Select(name => (Name: name, Seq: SegmentFormat.FirstSeqOf(name)))
            .Where(file => file.Seq is not null)
            .OrderBy(file => file.Seq)
            .Select(file => FoundSegment.Look(storage, file.Name, file.Seq!.Value))
            .ToList();
        scan.Sort(found);
        scan.ScanLast(storage);
        return scan;
    }

    /// <summary>Makes the folder what <see cref="Look"/> says it is.</summary>
    public void Repair(IJournalStorage storage)
    {
        var leftOver = storage.List().Where(name => name.EndsWith(SegmentFormat.NewSuffix, StringComparison.Ordinal)).ToList();
        leftOver.ForEach(storage.Delete);
        foreach (var segment in setAside)
        {
            storage.Rename(segment.Name, segment.Name + SegmentFormat.DamagedSuffix);
        }

        // Names sort by sequence number, so the newest are kept.
        var damaged = storage.List().Where(name => name.EndsWith(SegmentFormat.DamagedSuffix, StringComparison.Ordinal));
        foreach (var name in damaged.OrderDescending(StringComparer.Ordinal).Skip(SegmentFormat.MaxDamagedFiles))
        {
            storage.Delete(name);
        }

        if (leftOver.Count + setAside.Count > 0)
        {
            storage.SyncFolder();
        }

        if (HasTail)
        {
            using var last = storage.Open(Segments[^1].Name, writable: true);
            last.SetLength(Segments[^1].Length);
            last.Sync();
        }
    }

    private void Sort(List<FoundSegment> found)
    {
        Epoch = found.FindLast(segment => segment.Header is not null)?.Header!.Epoch;
        var readable = new List<FoundSegment>();
        for (var i = 0; i < found.Count; i++)
        {
            NamedEnd = found[i].NamedSeq + 1;
            if (found[i].Header is { } header && header.Epoch == Epoch && header.Number > (readable.LastOrDefault()?.Header!.Number ?? 0))
            {
                readable.Add(found[i]);
                continue;
            }

            setAside.Add(found[i]);
            var end = i + 1 < found.Count ? found[i + 1].NamedSeq : found[i].NamedSeq + SegmentFormat.SeqSkip;
            damages.Add(new JournalDamage(
                JournalDamageKind.Header, found[i].Name, 0, found[i].Length, SeqRange.Between(found[i].NamedSeq, end)));
        }

        LastNumber = (readable.LastOrDefault()?.Header!.Number ?? 0) + setAside.Count;
        Preamble = readable.LastOrDefault()?.Header!.Preamble ?? default;
        Segments = [.. readable.Select((segment, i) => Describe(segment, i + 1 < readable.Count ? readable[i + 1].Header : null))];
    }

    // The next one says where this one ends, or, where segments between are gone, where those ended: then reading reports them missing.
    // Those of a segment set aside just now are reported already.
    private SegmentInfo Describe(FoundSegment segment, SegmentHeader? next)
    {
        var header = segment.Header!;
        var reported = setAside.Find(bad => bad.NamedSeq > header.FirstSeq && bad.NamedSeq < next?.FirstSeq);
        var end = reported?.NamedSeq ?? next?.PreviousEnd ?? long.MaxValue;
        return new SegmentInfo(segment.Name, header.Number, header.FirstSeq, Math.Max(end, header.FirstSeq), segment.Length);
    }

    private void ScanLast(IJournalStorage storage)
    {
        if (Segments.Length == 0)
        {
            return;
        }

        var last = Segments[^1];
        using var file = storage.Open(last.Name, writable: false);
        var header = SegmentHeader.Read(file) ?? throw new IOException($"{last.Name} changed while the journal was opened. Open it again.");
        var scanner = new SegmentScanner(
            file, header, bad => damages.Add(new JournalDamage(JournalDamageKind.Entries, last.Name, bad.Offset, bad.Length, bad.Missing)))
        {
            ZerosFrom = ZerosFrom(file, header.Length),
        };
        while (scanner.TryNext(last.Length, long.MaxValue, out _))
        {
        }

        End = scanner.End;
        HasTail = last.Length > scanner.Offset;
        TailBytes = Math.Max(0, scanner.ZerosFrom - scanner.Offset);
        Segments[^1] = last with { EndSeq = scanner.End, Length = scanner.Offset };
        if (TailBytes > 0)
        {
            var missing = SeqRange.Between(End, End + (TailBytes / (SegmentFormat.RecordHeaderLength + 1)));
            damages.Add(new JournalDamage(JournalDamageKind.Tail, last.Name, scanner.Offset, TailBytes, missing));
        }
    }

    private static long ZerosFrom(IJournalFile file, long start)
    {
        var chunk = new byte[64 << 10];
        for (var end = file.Length; end > start; end -= chunk.Length)
        {
            var from = Math.Max(start, end - chunk.Length);
            var bytes = chunk.AsSpan(0, file.ReadAt(from, chunk.AsSpan(0, (int)(end - from))));
            if (bytes.LastIndexOfAnyExcept((byte)0) is >= 0 and var last)
            {
                return from + last + 1;
            }
        }

        return start;
    }
}
