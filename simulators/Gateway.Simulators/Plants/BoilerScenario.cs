namespace Gateway.Simulators;

/// <summary>
/// A coal-fired boiler with a catalyst, a bag filter, a wet scrubber and a reheater before the stack.
/// All m3 are at 273.15 K and 101 325 Pa unless they say otherwise.
/// </summary>
public sealed record BoilerScenario
{
    /// <summary>What its stack is called; the monitor is called after it.</summary>
    public required string Name { get; init; }

    /// <summary>How much steam is asked for.</summary>
    public required LoadScenario Load { get; init; }

    /// <summary>Load at no demand, as a fraction of full load, 0.2..0.9.</summary>
    public required double MinimumLoad { get; init; }

    /// <summary>Coal at full load, kg/s.</summary>
    public required double FullLoadCoalKgS { get; init; }

    /// <summary>Air that burns one kg of coal without excess, m3/kg.</summary>
    public required double TheoreticalAirM3Kg { get; init; }

    /// <summary>Dry flue gas from one kg of coal without excess air, m3/kg.</summary>
    public required double TheoreticalDryGasM3Kg { get; init; }

    /// <summary>Oxygen in the dry flue gas at full load, %.</summary>
    public required double FullLoadO2Pct { get; init; }

    /// <summary>Oxygen in the dry flue gas at minimum load, %.</summary>
    public required double MinimumLoadO2Pct { get; init; }

    /// <summary>What arises and what is held back.</summary>
    public required AbatementScenario Abatement { get; init; }

    /// <summary>Where the gas is measured.</summary>
    public required StackScenario Stack { get; init; }

    /// <summary>What measures it.</summary>
    public required MonitorScenario Monitor { get; init; }
}

/// <summary>Pollutants and how much of them passes the abatement.</summary>
/// <param name="CoalSulphur">Sulphur in the coal, mass fraction.</param>
/// <param name="SulphurToGas">Share of the sulphur that becomes SO2, 0..1.</param>
/// <param name="ScrubberSlip">Share of the SO2 that passes the scrubber at full load, 0..1.</param>
/// <param name="FormedNoxMgM3">NOx formed at full load, as NO2, mg/m3 dry at 6 % O2.</param>
/// <param name="CatalystSlip">Share of the NOx that passes the catalyst, 0..1.</param>
/// <param name="No2Share">Share of the NOx that is NO2, of the mass as NO2, 0..1.</param>
/// <param name="FilterDustMgM3">Dust behind the filter at full load, mg/m3 dry.</param>
public sealed record AbatementScenario(
    double CoalSulphur,
    double SulphurToGas,
    double ScrubberSlip,
    double FormedNoxMgM3,
    double CatalystSlip,
    double No2Share,
    double FilterDustMgM3);

/// <summary>The measuring section of a stack.</summary>
/// <param name="DuctAreaM2">Its area, m2.</param>
/// <param name="ScrubberTemperatureC">Temperature at which the gas leaves the scrubber, saturated, at full load, degC.</param>
/// <param name="ReheatK">How much warmer it reaches the section, K.</param>
/// <param name="NoFlowPressurePa">Static pressure against the atmosphere without flow, Pa; below 0, because the stack draws.</param>
/// <param name="FullLoadPressurePa">Static pressure against the atmosphere at full load, behind the induced-draught fan, Pa.</param>
/// <param name="BarometricPa">Mean pressure of the atmosphere, Pa.</param>
public sealed record StackScenario(
    double DuctAreaM2,
    double ScrubberTemperatureC,
    double ReheatK,
    double NoFlowPressurePa,
    double FullLoadPressurePa,
    double BarometricPa);
