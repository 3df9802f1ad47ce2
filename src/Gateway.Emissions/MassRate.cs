namespace Gateway.Emissions;

/// <summary>The mass of a pollutant that leaves the stack.</summary>
public static class MassRate
{
    private const double KgPerMg = 1e-6;

    /// <summary>
    /// G = C · Qsn · 1e-6 (HJ 212-2017 D.2 eq. 33), kg/h, from the measured concentration and never from the one at reference oxygen.
    /// </summary>
    /// <param name="mgPerM3">Dry, standard state.</param>
    /// <param name="flowM3PerH">Dry, standard state.</param>
    public static double KgPerH(double mgPerM3, double flowM3PerH) => mgPerM3 * flowM3PerH * KgPerMg;
}
