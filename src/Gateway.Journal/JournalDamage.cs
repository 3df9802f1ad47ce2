using Gateway.Core;

namespace Gateway.Journal;

/// <summary>Something of a journal that could not be read. It is stepped over; the rest goes on.</summary>
/// <param name="Kind">What.</param>
/// <param name="Segment">The file.</param>
/// <param name="Offset">Where in it.</param>
/// <param name="Bytes">How much of it.</param>
/// <param name="Missing">The sequence numbers that may have stood there: at most these entries are lost.</param>
public sealed record JournalDamage(JournalDamageKind Kind, string Segment, long Offset, long Bytes, SeqRange Missing)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Segment}: {Kind} at byte {Offset}, {Bytes} bytes, entries {Missing} not readable";
}

/// <summary>What was found damaged.</summary>
public enum JournalDamageKind : byte
{
    /// <summary>The head of a segment: none of it can be read. At opening the file is set aside under <c>.damaged</c>.</summary>
    Header,

    /// <summary>Bytes between two entries.</summary>
    Entries,

    /// <summary>The end of the last segment: cut off at opening. After a power cut that is the commit that was under way.</summary>
    Tail,

    /// <summary>A segment ends before the entries that the next one says it has, or a whole file is gone.</summary>
    Missing,
}
