using System.Text.Json.Serialization;

namespace Gateway.Replaying;

/// <summary>What came of a replay.</summary>
/// <param name="Entries">Journal entries whose results were compared.</param>
/// <param name="Readings">The readings in them.</param>
/// <param name="Results">The results in them.</param>
/// <param name="FirstDifference">Where recorded and computed part; null when they are the same, bit for bit.</param>
/// <param name="NotReplayed">Calculations that were defined otherwise for a part of the time: these were not compared.</param>
/// <param name="Damages">What of the journal could not be read.</param>
internal sealed record ReplayReport(
    long Entries, long Readings, long Results, string? FirstDifference, IReadOnlyList<string> NotReplayed, IReadOnlyList<string> Damages)
{
    public bool IsSame => FirstDifference is null;
}

/// <summary>What came of a check of the ledger.</summary>
/// <param name="Records">Records whose hash and place in the chain are right.</param>
/// <param name="Compared">Records whose journal entry is still kept, and which were made anew from it.</param>
/// <param name="Fault">The first thing that is wrong; null for a chain that holds.</param>
internal sealed record ChainReport(long Records, long Compared, string? Fault);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ReplayReport))]
[JsonSerializable(typeof(ChainReport))]
internal sealed partial class ReplayJson : JsonSerializerContext;
