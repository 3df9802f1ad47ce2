namespace Gateway.Emissions;

/// <summary>Water vapour in the stack gas, as a fraction of its volume.</summary>
public static class Moisture
{
    /// <summary>From this fraction on a moisture reading is not believed.</summary>
    public const double UnbelievableFraction = 0.6;

    /// <summary>True for a fraction that a stack gas can have: 0 up to, not including, <see cref="UnbelievableFraction"/>.</summary>
    public static bool IsPlausible(double fraction) => fraction is >= 0 and < UnbelievableFraction;

    /// <summary>
    /// C_dry = C_wet / (1 - Xsw) (HJ 212-2017 D.2 eq. 19), for a concentration as for O2 and CO2; null for a fraction that is not
    /// plausible. A cold extractive analyser reads dry already: never correct twice.
    /// </summary>
    public static double? DryFromWet(double wet, double moistureFraction) =>
        IsPlausible(moistureFraction) ? wet / (1 - moistureFraction) : null;
}
