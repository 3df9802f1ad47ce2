namespace Gateway.Simulators.Physics;

/// <summary>Flue gas in a stack at one instant, as it truly is. Standard conditions are 273.15 K and 101 325 Pa.</summary>
public readonly record struct FlueGas
{
    /// <summary>Molar masses after which NO is counted as NO2: 46 over 30.</summary>
    public const double NoAsNo2 = 46.0 / 30.0;

    internal const double StandardK = 273.15;
    internal const double StandardPa = 101_325.0;

    /// <summary>The boiler's load, 0..1.</summary>
    public required double Load { get; init; }

    /// <summary>Coal burnt, kg/s.</summary>
    public required double CoalKgS { get; init; }

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

    /// <summary>SO2, mg/m3 dry at standard conditions.</summary>
    public required double So2MgM3 { get; init; }

    /// <summary>NO, mg/m3 dry at standard conditions.</summary>
    public required double NoMgM3 { get; init; }

    /// <summary>NO2, mg/m3 dry at standard conditions.</summary>
    public required double No2MgM3 { get; init; }

    /// <summary>Dust, mg/m3 dry at standard conditions.</summary>
    public required double DustMgM3 { get; init; }

    /// <summary>Dust as a probe in the stack sees it, mg/m3 wet at the stack's temperature and pressure.</summary>
    public double DustInSituMgM3 =>
        DustMgM3 * (1.0 - Moisture) * StandardK / (StandardK + TemperatureC) * (BarometricPa + StaticPressurePa) / StandardPa;

    /// <summary>What leaves the stack, kg/s.</summary>
    public double EmittedKgS(Pollutant pollutant) => DryStandardM3S * 1e-6 * pollutant switch
    {
        Pollutant.So2 => So2MgM3,
        Pollutant.Nox => (NoMgM3 * NoAsNo2) + No2MgM3,
        Pollutant.Dust => DustMgM3,
        _ => throw new ArgumentOutOfRangeException(nameof(pollutant), pollutant, "Not a pollutant of this stack."),
    };
}
