namespace Gateway.Emissions;

/// <summary>The excess-air form of the oxygen correction (HJ 212-2017 D.2 eq. 26 and 27), which some standards prescribe.</summary>
public static class ExcessAir
{
    /// <summary>
    /// α = 21/(21-O2), or null where O2 is no number or within <see cref="OxygenCorrection.MarginPct"/> of the ambient share and above.
    /// </summary>
    public static double? Alpha(double oxygenPct, OxygenCorrection correction) =>
        correction.OutcomeFor(oxygenPct) == CorrectionOutcome.Computed
            ? correction.AmbientOxygenPct / (correction.AmbientOxygenPct - oxygenPct)
            : null;

    /// <summary>C · α / α_s, the concentration at the prescribed excess air.</summary>
    public static double Concentration(double mgPerM3, double alpha, double prescribedAlpha) => mgPerM3 * alpha / prescribedAlpha;
}
