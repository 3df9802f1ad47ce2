namespace Gateway.Energy;

/// <summary>What a saving may be called. The numbers are written to disk: never change or reuse one.</summary>
public enum SavingsState : byte
{
    /// <summary>The baseline is accepted, all inputs are valid and in range, and the uncertainty is below the limit.</summary>
    Verified = 0,

    /// <summary>As verified, but the period or an adjustment is still open.</summary>
    Provisional = 1,

    /// <summary>A stipulated or engineering value is part of it, e.g. a fan curve.</summary>
    Estimated = 2,

    /// <summary>Nothing may be claimed: no valid data, or outside the range of the baseline.</summary>
    NotClaimable = 3,
}

/// <summary>How the states are written in a series.</summary>
internal static class SavingsStateLabels
{
    /// <summary>The labels, in the order of <see cref="SavingsState"/>.</summary>
    public static IReadOnlyList<string> All { get; } = ["verified", "provisional", "estimated", "not_claimable"];
}
