namespace Gateway.Emissions;

/// <summary>
/// Brings a concentration to the reference oxygen of a standard, so that dilution with air does not help to keep a limit. For the
/// comparison with limits only: a load is never computed from it.
/// </summary>
public sealed record OxygenCorrection
{
    /// <summary>A zero drift down to here is believed; below it the oxygen reading is invalid, volume %.</summary>
    public const double LowestOxygenPct = -0.5;

    /// <summary>The oxygen share of ambient air, %: 21 in China (HJ 212-2017 D.2) and the EU, 20.9 in the USA.</summary>
    public double AmbientOxygenPct { get; init; } = 21;

    /// <summary>From this far below the ambient share on nothing is computed, %. No standard names such a margin.</summary>
    public double MarginPct { get; init; } = 0.1;

    /// <summary>Whether the correction can be made at an oxygen share.</summary>
    public CorrectionOutcome OutcomeFor(double oxygenPct) =>
        !(oxygenPct >= LowestOxygenPct) ? CorrectionOutcome.OxygenInvalid
        : oxygenPct >= AmbientOxygenPct - MarginPct ? CorrectionOutcome.OxygenTooHigh
        : CorrectionOutcome.Computed;

    /// <summary>
    /// C · (21-O2ref)/(21-O2) (HJ 212-2017 D.2 eq. 28). Below the reference the factor is smaller than 1. The value is null where the
    /// outcome says why; it is never infinite and never of the other sign.
    /// </summary>
    /// <param name="mgPerM3">Dry, standard state.</param>
    /// <param name="oxygenPct">O2, dry volume %.</param>
    /// <param name="referencePct">The standard's reference O2, below the ambient share.</param>
    public OxygenCorrected Correct(double mgPerM3, double oxygenPct, double referencePct)
    {
        var outcome = OutcomeFor(oxygenPct);
        return outcome == CorrectionOutcome.Computed
            ? new(mgPerM3 * (AmbientOxygenPct - referencePct) / (AmbientOxygenPct - oxygenPct), outcome)
            : new(null, outcome);
    }
}

/// <summary>What <see cref="OxygenCorrection.Correct"/> found.</summary>
/// <param name="MgPerM3">The concentration at the reference oxygen, or null.</param>
/// <param name="Outcome">Why it is null.</param>
public readonly record struct OxygenCorrected(double? MgPerM3, CorrectionOutcome Outcome);
