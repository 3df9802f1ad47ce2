namespace Gateway.Simulators;

/// <summary>
/// A coating line whose solvent-laden air is drawn through a regenerative thermal oxidiser, with a hydrocarbon monitor before and one
/// behind it. All m3 are dry at 273.15 K and 101 325 Pa unless they say otherwise.
/// </summary>
public sealed record CoatingScenario
{
    /// <summary>How much is coated.</summary>
    public required LoadScenario Load { get; init; }

    /// <summary>Solvent at no demand, as a fraction of full, 0.05..0.9.</summary>
    public required double MinimumLoad { get; init; }

    /// <summary>Solvent that evaporates at full production, kg/h as carbon.</summary>
    public required double FullLoadCarbonKgH { get; init; }

    /// <summary>Air that is drawn off, m3/h.</summary>
    public required double ExtractionM3H { get; init; }

    /// <summary>Share of the solvent that the oxidiser burns, 0..1.</summary>
    public required double Destruction { get; init; }

    /// <summary>Pressure of the atmosphere, Pa.</summary>
    public required double BarometricPa { get; init; }

    /// <summary>The duct before the oxidiser.</summary>
    public required DuctScenario Inlet { get; init; }

    /// <summary>The stack behind it.</summary>
    public required DuctScenario Outlet { get; init; }

    /// <summary>Standard deviation of a reading, %.</summary>
    public required double NoisePct { get; init; }

    /// <summary>What the monitors show while they calibrate.</summary>
    public required HydrocarbonSpanGas SpanGas { get; init; }
}

/// <summary>A duct with its hydrocarbon monitor.</summary>
/// <param name="Name">What it is called; its monitor is called after it.</param>
/// <param name="Unit">The monitor's unit identifier, 1..247.</param>
/// <param name="AreaM2">Cross-section, m2.</param>
/// <param name="TemperatureC">Temperature, degC.</param>
/// <param name="MoisturePct">Water vapour, % of the wet gas.</param>
/// <param name="StaticPressurePa">Pressure against the atmosphere, Pa.</param>
/// <param name="MethanePpm">Methane, ppm of the wet gas.</param>
/// <param name="O2Pct">Oxygen, % of the dry gas.</param>
public sealed record DuctScenario(
    string Name,
    byte Unit,
    double AreaM2,
    double TemperatureC,
    double MoisturePct,
    double StaticPressurePa,
    double MethanePpm,
    double O2Pct);

/// <summary>A gas of known composition.</summary>
/// <param name="TotalPpm">All hydrocarbons, ppm of carbon.</param>
/// <param name="MethanePpm">Methane, ppm.</param>
/// <param name="O2Pct">Oxygen, %.</param>
public sealed record HydrocarbonSpanGas(double TotalPpm, double MethanePpm, double O2Pct);
