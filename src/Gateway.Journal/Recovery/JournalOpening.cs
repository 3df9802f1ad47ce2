using Gateway.Core;

namespace Gateway.Journal;

/// <summary>All that is known before the first new entry.</summary>
internal sealed record JournalOpening(
    ulong Epoch,
    long LastNumber,
    JournalState State,
    CursorFile CursorFile,
    long CursorPosition,
    IReadOnlyList<SeqRange> Gaps,
    JournalRecovery Report)
{
    public static JournalOpening Open(IJournalStorage storage, JournalOptions options, ReadOnlyMemory<byte> preamble)
    {
        var scan = JournalScan.Look(storage);
        scan.Repair(storage);
        var cursorFile = new CursorFile(storage);
        var slot = cursorFile.Read(out var cursorFault);
        var wasClosed = scan.Epoch is null && scan.SetAside.Count == 0 || IsClosed(scan, slot);
        var nextSeq = wasClosed ? scan.End : Math.Max(scan.End, scan.NamedEnd) + SegmentFormat.SeqSkip;
        var state = Continue(scan, wasClosed, nextSeq, options, preamble);
        var skipped = SeqRange.Between(scan.End, nextSeq);
        var position = Clamp(slot, scan, state, ref cursorFault);
        return new JournalOpening(
            scan.Epoch ?? options.NewEpoch(),
            scan.LastNumber,
            state,
            cursorFile,
            position,
            [.. Between(scan.Segments), skipped],
            new JournalRecovery(wasClosed, scan.Segments.Length, scan.TailBytes, skipped, scan.Damages, cursorFault));
    }

    private static bool IsClosed(JournalScan scan, CursorSlot? slot) =>
        slot is { } last && last.Epoch == scan.Epoch && last.ClosedAt == scan.End && scan.TailBytes == 0 && scan.SetAside.Count == 0;

    private static JournalState Continue(
        JournalScan scan, bool wasClosed, long nextSeq, JournalOptions options, ReadOnlyMemory<byte> preamble)
    {
        var mayGrow = wasClosed
            && scan.Segments.Length > 0
            && scan.Segments[^1].Length < options.SegmentBytes
            && scan.Preamble.Span.SequenceEqual(preamble.Span);
        return mayGrow ? new JournalState(scan.Segments[..^1], scan.Segments[^1], nextSeq) : new JournalState(scan.Segments, null, nextSeq);
    }

    private static long Clamp(CursorSlot? slot, JournalScan scan, JournalState state, ref string? fault)
    {
        if (slot is not { } last)
        {
            return state.FirstSeq;
        }

        if (last.Epoch != scan.Epoch)
        {
            fault = last.Position > 1 ? "The delivery cursor is of another journal, or its journal is gone: it starts anew." : null;
            return state.FirstSeq;
        }

        if (last.Position > scan.End)
        {
            fault = $"The delivery cursor stood at {last.Position}, behind the last entry that is left: it is set back to {scan.End}.";
        }

        return Math.Clamp(last.Position, state.FirstSeq, Math.Max(scan.End, state.FirstSeq));
    }

    private static IEnumerable<SeqRange> Between(SegmentInfo[] segments) =>
        segments.Zip(segments.Skip(1), (one, next) => SeqRange.Between(one.EndSeq, next.FirstSeq));
}
