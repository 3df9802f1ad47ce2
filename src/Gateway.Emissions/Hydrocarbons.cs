namespace Gateway.Emissions;

/// <summary>Non-methane hydrocarbons, reported as carbon (HJ 38, HJ 1013-2018).</summary>
public static class Hydrocarbons
{
    /// <summary>
    /// All hydrocarbons less methane. Both on the same basis, as carbon: mg/m³ of carbon or ppm of carbon atoms. What is left below
    /// zero is the analysers' noise and is kept.
    /// </summary>
    public static double NonMethane(double total, double methane) => total - methane;
}
