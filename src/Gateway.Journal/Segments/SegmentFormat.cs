using System.Globalization;

namespace Gateway.Journal;

/// <summary>The journal on disk, format version 1.</summary>
/// <remarks>
/// <para>
/// A journal is a folder. Its entries stand in <b>segments</b>, files named <c>journal-</c>, 16 hexadecimal digits of the first
/// sequence number, <c>.seg</c>. A segment is written as <c>.seg.new</c>, synced and renamed, so that one with its final name always has
/// a whole header. One with an unreadable header is renamed to <c>.seg.damaged</c>. All numbers are little-endian.
/// </para>
/// <code>
/// header   0  8 bytes  magic "GWJRNL\r\n" (the line end shows a transfer in text mode)
///          8  u32      format version, 1
///         12  u32      length P of the preamble
///         16  u64      epoch: random, made with the journal, the same in all its segments
///         24  u64      segment number, +1 for each
///         32  u64      sequence number of the first record; none below it stands here or later
///         40  u64      one more than the last sequence number of the segment before; records of that segment from here on are void
///         48  u32      CRC-32C over bytes 0 to 47 and the preamble
///         52  P bytes  preamble, the caller's: it explains the payloads of this segment
/// record   0  u32      length L of the payload, 1 to 1 048 576
///          4  u32      CRC-32C over epoch, segment number, sequence number, length (all as u64) and payload
///          8  u64      sequence number, greater than that of the record before
///         16  L bytes  payload
/// </code>
/// <para>
/// Records follow each other without padding. Epoch and segment number are in the checksum, not in the record, so bytes of another
/// journal or segment never pass for a record of this one. Where a checksum fails, reading goes on at the next offset at which a record
/// checks; what lies between is reported as damaged. The last segment's file may be longer than its records and is then filled with
/// zeros. Other bytes at its end in which no record checks are reported and cut off.
/// </para>
/// <para>
/// <b>A sequence number is never given twice.</b> The cursor file says whether the journal was closed, and at which number. Where it
/// does not say so or does not agree with what is found, entries that somebody has seen may be missing. Then a new segment is begun, and
/// it skips <see cref="SeqSkip"/> numbers, which is more than a segment can hold: the fields at 32 and 40 tell the skip.
/// </para>
/// <para>
/// The file <c>cursor</c> holds two slots, at 0 and 4096, written and synced in turn; the valid one of the greater generation counts:
/// </para>
/// <code>
///          0  u32      magic "GWCU"
///          4  u32      format version, 1
///          8  u64      generation; its lowest bit is the slot
///         16  u64      epoch of the journal
///         24  u64      the first sequence number not yet delivered
///         32  u64      next sequence number when the journal was closed, 0 while it is open
///         40  u32      CRC-32C over bytes 0 to 39
/// </code>
/// </remarks>
internal static class SegmentFormat
{
    public const uint Version = 1;
    public const int HeaderLength = 52;
    public const int RecordHeaderLength = 16;
    public const int MaxPayloadLength = 1 << 20;
    public const int MaxPreambleLength = 4 << 20;

    /// <summary>The least a segment's target size may be.</summary>
    public const int MinSegmentBytes = 4 << 10;

    /// <summary>The most a segment's target size may be; one group commit may go beyond it.</summary>
    public const int MaxSegmentBytes = 16 << 20;

    /// <summary>The most that may wait for a commit.</summary>
    public const int MaxPendingBytes = 15 << 20;

    /// <summary>More than the records that fit in <see cref="MaxSegmentBytes"/> and one group commit, at 17 bytes each.</summary>
    public const long SeqSkip = 2_000_000;

    /// <summary>At most so many segments are kept, whatever their size.</summary>
    public const int MaxSegments = 4096;

    /// <summary>So many segments that were set aside are kept for a person to look at.</summary>
    public const int MaxDamagedFiles = 4;

    public const string NewSuffix = ".new";
    public const string DamagedSuffix = ".damaged";

    private const string Prefix = "journal-";
    private const string Suffix = ".seg";
    private const int SeqDigits = 16;

    public static ReadOnlySpan<byte> Magic => "GWJRNL\r\n"u8;

    public static string FileName(long firstSeq) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{firstSeq:x16}{Suffix}");

    /// <summary>The first sequence number in a segment's name, or null where the name is not one.</summary>
    public static long? FirstSeqOf(string name) =>
        name.Length == Prefix.Length + SeqDigits + Suffix.Length
        && name.StartsWith(Prefix, StringComparison.Ordinal)
        && name.EndsWith(Suffix, StringComparison.Ordinal)
        && long.TryParse(name.AsSpan(Prefix.Length, SeqDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var seq)
        && seq > 0
            ? seq
            : null;
}
