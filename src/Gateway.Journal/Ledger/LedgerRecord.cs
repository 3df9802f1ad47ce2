using Gateway.Core;

namespace Gateway.Journal.Ledger;

/// <summary>What a period came to, for one retrofit or stack: what is kept when the readings are gone.</summary>
public sealed record LedgerRecord
{
    /// <summary><c>hour</c> or <c>day</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Measurement and tags, e.g. <c>savings,retrofit=fan</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The period.</summary>
    public required Period Period { get; init; }

    /// <summary>The results, in the order in which they were computed.</summary>
    public required IReadOnlyList<LedgerValue> Values { get; init; }

    /// <summary>Of what the calculation was told to compute: SHA-256 in hexadecimal; empty where that is not known.</summary>
    public string Definition { get; init; } = string.Empty;

    /// <summary>Of the configuration: SHA-256 in hexadecimal; empty where that is not known.</summary>
    public string Configuration { get; init; } = string.Empty;

    /// <summary>Which version of the product computed it.</summary>
    public string Version { get; init; } = string.Empty;

    /// <summary>The journal that the results stand in.</summary>
    public required ulong Epoch { get; init; }

    /// <summary>The journal's entry that completed the period.</summary>
    public required long Entry { get; init; }

    /// <summary>The number of an earlier record of the same period, which this one replaces; null where there is none.</summary>
    public long? Supersedes { get; init; }
}

/// <summary>One result of a period.</summary>
/// <param name="Field">Its name, with the unit last.</param>
/// <param name="Unit">Its unit; empty for a pure number or a code.</param>
/// <param name="Value">NaN where there is none.</param>
/// <param name="Quality">How far it may be trusted.</param>
public readonly record struct LedgerValue(string Field, string Unit, double Value, Quality Quality);

/// <summary>A record as it stands in the ledger.</summary>
/// <param name="Number">1, 2, 3, ...</param>
/// <param name="Previous">The hash of the record before; 64 zeros for the first.</param>
/// <param name="Hash">Of everything in this record, <paramref name="Previous"/> included.</param>
/// <param name="Record">What it says.</param>
public sealed record LedgerLine(long Number, string Previous, string Hash, LedgerRecord Record);
