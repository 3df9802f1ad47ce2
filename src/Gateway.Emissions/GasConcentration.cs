namespace Gateway.Emissions;

/// <summary>
/// A gas' concentration by volume and by mass: C = Cv · M / Vm (HJ 212-2017 D.2 eq. 20). Wet stays wet and dry stays dry.
/// </summary>
public static class GasConcentration
{
    /// <summary>The molar volume that the Chinese standards use at 0 °C and 101.325 kPa, L/mol.</summary>
    public const double ChineseMolarVolume = 22.4;

    private const double GasConstant = 8.314462618;
    private const double StandardPressureKPa = 101.325;
    private const double ZeroCelsiusK = 273.15;

    /// <summary>The molar volume of an ideal gas at 101.325 kPa, L/mol: 22.41397 at 0 °C, 24.05512 at 20 °C, 24.46540 at 25 °C.</summary>
    public static double MolarVolumeAt(double temperatureC) => GasConstant * (ZeroCelsiusK + temperatureC) / StandardPressureKPa;

    /// <summary>mg/m³ from ppm (µmol/mol).</summary>
    /// <param name="ppm">The concentration by volume.</param>
    /// <param name="molarMass">g/mol, see <see cref="MolarMass"/>.</param>
    /// <param name="molarVolume">L/mol.</param>
    public static double MgPerM3FromPpm(double ppm, double molarMass, double molarVolume = ChineseMolarVolume) =>
        ppm * molarMass / molarVolume;

    /// <summary>ppm (µmol/mol) from mg/m³.</summary>
    /// <param name="mgPerM3">The concentration by mass.</param>
    /// <param name="molarMass">g/mol, see <see cref="MolarMass"/>.</param>
    /// <param name="molarVolume">L/mol.</param>
    public static double PpmFromMgPerM3(double mgPerM3, double molarMass, double molarVolume = ChineseMolarVolume) =>
        mgPerM3 * molarVolume / molarMass;
}
