using Gateway.Core;

namespace Gateway.Mqtt;

/// <summary>The bridge's word that entries are in the database. Only this releases them in the gateway's outbox.</summary>
/// <param name="Epoch">Which life of the gateway's journal the numbers belong to.</param>
/// <param name="Ranges">The sequence numbers that are done.</param>
public sealed record Acknowledgement(ulong Epoch, IReadOnlyList<SeqRange> Ranges)
{
    /// <summary>At most so many are told in one acknowledgement; the bridge's log has them all.</summary>
    public const int MostRejected = 16;

    /// <summary>Points of these entries that the database will never take; the other points of the entries are stored.</summary>
    public IReadOnlyList<RejectedPoint> Rejected { get; init; } = [];
}

/// <summary>A point that the database refuses.</summary>
/// <param name="Seq">The entry that it is of, or the first entry of its message.</param>
/// <param name="Reason">The database's own words, cut to <see cref="LongestText"/>.</param>
/// <param name="Line">Its line protocol, cut likewise.</param>
public sealed record RejectedPoint(long Seq, string Reason, string Line)
{
    /// <summary>Most characters of a text that travels.</summary>
    public const int LongestText = 300;

    /// <summary>Makes one, with its texts cut.</summary>
    public static RejectedPoint Of(long seq, string reason, string line) => new(seq, Cut(reason), Cut(line));

    private static string Cut(string text) => text.Length > LongestText ? text[..LongestText] + "…" : text;
}
