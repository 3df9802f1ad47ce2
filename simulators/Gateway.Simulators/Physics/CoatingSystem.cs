namespace Gateway.Simulators.Physics;

/// <summary>
/// Solvent evaporates with what is coated, a constant stream of air carries it off, and an oxidiser burns most of it. What is left and
/// what was there are hydrocarbons other than methane; the burner's unburnt gas and the air bring methane of their own.
/// </summary>
public sealed class CoatingSystem
{
    private const double SecondsPerHour = 3600.0;

    private readonly CoatingScenario scenario;
    private readonly LoadProfile load;
    private readonly SmoothNoise solvent;
    private readonly SmoothNoise air;
    private readonly SmoothNoise slip;
    private readonly SmoothNoise weather;
    private readonly SmoothNoise temperature;
    private readonly SmoothNoise methane;

    /// <summary>The coating line of a scenario.</summary>
    public CoatingSystem(ulong seed, CoatingScenario scenario)
    {
        this.scenario = scenario;
        load = new LoadProfile(seed, "coating load", scenario.Load);
        solvent = Wander("solvent", TimeSpan.FromSeconds(45), TimeSpan.FromHours(1));
        air = Wander("extraction", TimeSpan.FromSeconds(60), TimeSpan.FromHours(2));
        slip = Wander("oxidiser slip", TimeSpan.FromSeconds(90), TimeSpan.FromHours(1));
        weather = Wander("coating weather", TimeSpan.FromHours(3), TimeSpan.FromHours(48));
        temperature = Wander("coating temperature", TimeSpan.FromMinutes(2), TimeSpan.FromHours(2));
        methane = Wander("methane", TimeSpan.FromMinutes(2), TimeSpan.FromHours(2));

        SmoothNoise Wander(string name, TimeSpan fastest, TimeSpan slowest) => new(seed, name, fastest, slowest);
    }

    /// <summary>The gas before the oxidiser at one instant.</summary>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    public DuctGas InletAt(double timeS) => Gas(scenario.Inlet, CarbonKgS(timeS), timeS);

    /// <summary>The gas behind it.</summary>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    public DuctGas OutletAt(double timeS) =>
        Gas(scenario.Outlet, CarbonKgS(timeS) * (1.0 - scenario.Destruction) * Math.Exp(0.5 * slip.At(timeS)), timeS);

    private double CarbonKgS(double timeS)
    {
        var part = scenario.MinimumLoad + ((1.0 - scenario.MinimumLoad) * load.At(timeS));
        return scenario.FullLoadCarbonKgH / SecondsPerHour * part * Math.Exp(0.3 * solvent.At(timeS));
    }

    private DuctGas Gas(DuctScenario duct, double carbonKgS, double timeS)
    {
        var dryM3S = scenario.ExtractionM3H / SecondsPerHour * (1.0 + (0.05 * air.At(timeS)));
        var barometricPa = scenario.BarometricPa + (600.0 * weather.At(timeS));
        var temperatureC = duct.TemperatureC + (4.0 * temperature.At(timeS));
        var moisture = duct.MoisturePct / 100.0;
        var wetM3S = dryM3S / (1.0 - moisture) * ((FlueGas.StandardK + temperatureC) / FlueGas.StandardK)
            * (FlueGas.StandardPa / (barometricPa + duct.StaticPressurePa));
        return new DuctGas
        {
            NmhcMgM3 = carbonKgS / dryM3S * 1e6,
            MethanePpmWet = duct.MethanePpm * Math.Exp(0.3 * methane.At(timeS)),
            O2Pct = duct.O2Pct,
            DryStandardM3S = dryM3S,
            Moisture = moisture,
            TemperatureC = temperatureC,
            StaticPressurePa = duct.StaticPressurePa,
            BarometricPa = barometricPa,
            VelocityMS = wetM3S / duct.AreaM2,
        };
    }
}

/// <summary>Solvent-laden gas in a duct at one instant, as it truly is. Standard conditions are 273.15 K and 101 325 Pa.</summary>
public readonly record struct DuctGas
{
    private const double CarbonGMol = 12.011;
    private const double MolarVolumeLMol = 22.414;

    /// <summary>Hydrocarbons other than methane, mg of carbon/m3 dry at standard conditions.</summary>
    public required double NmhcMgM3 { get; init; }

    /// <summary>Methane, ppm of the wet gas.</summary>
    public required double MethanePpmWet { get; init; }

    /// <summary>Oxygen, % of the dry gas.</summary>
    public required double O2Pct { get; init; }

    /// <summary>Flow of the dry gas at standard conditions, m3/s.</summary>
    public required double DryStandardM3S { get; init; }

    /// <summary>Water vapour, volume fraction of the wet gas.</summary>
    public required double Moisture { get; init; }

    /// <summary>Temperature, degC.</summary>
    public required double TemperatureC { get; init; }

    /// <summary>Pressure against the atmosphere, Pa.</summary>
    public required double StaticPressurePa { get; init; }

    /// <summary>Pressure of the atmosphere, Pa.</summary>
    public required double BarometricPa { get; init; }

    /// <summary>Mean velocity in the duct, m/s.</summary>
    public required double VelocityMS { get; init; }

    /// <summary>All hydrocarbons as a flame ionisation detector sees them: ppm of carbon in the wet gas.</summary>
    public double TotalPpmWet => MethanePpmWet + (NmhcMgM3 * (1.0 - Moisture) * MolarVolumeLMol / CarbonGMol);

    /// <summary>Hydrocarbons other than methane that pass, kg of carbon/s.</summary>
    public double NmhcKgS => NmhcMgM3 * DryStandardM3S * 1e-6;
}
