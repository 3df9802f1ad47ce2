namespace Gateway.Emissions;

/// <summary>Whether a concentration could be brought to the reference oxygen. The numbers are written to disk: never change one.</summary>
public enum CorrectionOutcome : byte
{
    /// <summary>It could.</summary>
    Computed = 0,

    /// <summary>The oxygen is missing, stale, bad or below zero: an old value is never used in its place.</summary>
    OxygenInvalid = 1,

    /// <summary>The oxygen is that of ambient air or close to it: the factor would be huge, infinite or negative.</summary>
    OxygenTooHigh = 2,
}

/// <summary>How the outcomes are written.</summary>
internal static class CorrectionOutcomeLabels
{
    /// <summary>The codes, in the order of <see cref="CorrectionOutcome"/>.</summary>
    public static IReadOnlyList<string> All { get; } = ["OK", "O2_INVALID", "O2_TOO_HIGH"];
}
