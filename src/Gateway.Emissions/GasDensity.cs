namespace Gateway.Emissions;

/// <summary>Density of stack gas (GB/T 16157-1996).</summary>
public static class GasDensity
{
    private const double OxygenMass = 32;
    private const double CarbonMonoxideMass = 28;
    private const double CarbonDioxideMass = 44;
    private const double NitrogenMass = 28;
    private const double WaterMass = 18;

    /// <summary>kg/m³ of the wet gas in the standard state; the rest of the dry gas is taken as nitrogen.</summary>
    /// <param name="oxygenPct">O2, dry volume %.</param>
    /// <param name="carbonDioxidePct">CO2, dry volume %.</param>
    /// <param name="carbonMonoxidePct">CO, dry volume %.</param>
    /// <param name="moistureFraction">Water vapour, 0..1.</param>
    public static double StandardKgPerM3(
        double oxygenPct, double carbonDioxidePct, double carbonMonoxidePct, double moistureFraction)
    {
        var nitrogenPct = 100 - oxygenPct - carbonDioxidePct - carbonMonoxidePct;
        var dryMass = ((OxygenMass * oxygenPct) + (CarbonDioxideMass * carbonDioxidePct)
            + (CarbonMonoxideMass * carbonMonoxidePct) + (NitrogenMass * nitrogenPct)) / 100;
        return ((dryMass * (1 - moistureFraction)) + (WaterMass * moistureFraction)) / GasConcentration.ChineseMolarVolume;
    }

    /// <summary>kg/m³ at the stack's temperature and pressure.</summary>
    /// <param name="standardKgPerM3">The density in the standard state.</param>
    /// <param name="temperatureC">Of the gas, °C.</param>
    /// <param name="absolutePressurePa">Barometric plus static pressure, Pa.</param>
    public static double ActualKgPerM3(double standardKgPerM3, double temperatureC, double absolutePressurePa) =>
        standardKgPerM3 * StandardState.VolumeFactor(temperatureC, absolutePressurePa);
}
