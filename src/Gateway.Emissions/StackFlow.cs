namespace Gateway.Emissions;

/// <summary>The flow of gas through the stack, m³/h.</summary>
public static class StackFlow
{
    private const double SecondsPerHour = 3600;

    /// <summary>Qs = 3600 · F · Vs (HJ 212-2017 D.2 eq. 30): at the stack's temperature and pressure, wet.</summary>
    /// <param name="areaM2">The inner cross-section.</param>
    /// <param name="sectionMeanMPerS">The mean velocity over it.</param>
    public static double ActualM3PerH(double areaM2, double sectionMeanMPerS) => SecondsPerHour * areaM2 * sectionMeanMPerS;

    /// <summary>
    /// Qsn = Qs · 273/(273+ts) · (Ba+Ps)/101325 · (1-Xsw) (HJ 212-2017 D.2 eq. 31): in the standard state, dry.
    /// </summary>
    /// <param name="actualM3PerH">Qs, wet.</param>
    /// <param name="temperatureC">Of the gas, °C.</param>
    /// <param name="absolutePressurePa">Barometric plus static pressure, Pa.</param>
    /// <param name="moistureFraction">Water vapour, 0..1.</param>
    public static double StandardDryM3PerH(
        double actualM3PerH, double temperatureC, double absolutePressurePa, double moistureFraction) =>
        actualM3PerH * StandardState.VolumeFactor(temperatureC, absolutePressurePa) * (1 - moistureFraction);
}
