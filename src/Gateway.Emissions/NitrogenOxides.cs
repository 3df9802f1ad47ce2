namespace Gateway.Emissions;

/// <summary>Nitrogen oxides as NO2 (HJ 212-2017 D.2 eq. 21 and 22).</summary>
/// <remarks>
/// The ratio of the masses is 46/30. The rounded 1.53 that is often printed differs by 0.2 % from the sum of the volumes.
/// </remarks>
public static class NitrogenOxides
{
    /// <summary>From the two gases' concentrations by mass, mg/m³ (eq. 21).</summary>
    public static double AsNo2(double noMgPerM3, double no2MgPerM3) =>
        (noMgPerM3 * (MolarMass.NitrogenDioxide / MolarMass.NitrogenMonoxide)) + no2MgPerM3;

    /// <summary>From the two gases' concentrations by volume, ppm (eq. 22).</summary>
    public static double AsNo2FromPpm(double noPpm, double no2Ppm, double molarVolume = GasConcentration.ChineseMolarVolume) =>
        GasConcentration.MgPerM3FromPpm(noPpm + no2Ppm, MolarMass.NitrogenDioxide, molarVolume);
}
