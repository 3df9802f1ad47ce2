namespace Gateway.Simulators;

/// <summary>A fan on a duct, with its motor, drive and meter.</summary>
public sealed record FanScenario
{
    /// <summary>What it is called; its drive and meter are called after it.</summary>
    public required string Name { get; init; }

    /// <summary>How much air is asked for.</summary>
    public required LoadScenario Load { get; init; }

    /// <summary>Flow at no demand, as a fraction of full flow, 0.3..1: a damper's curve is not known below 0.3.</summary>
    public required double MinimumFlow { get; init; }

    /// <summary>Power on the fan's shaft at full flow and design density, kW.</summary>
    public required double DesignShaftKw { get; init; }

    /// <summary>Density of the air for which the shaft's power is given, kg/m3.</summary>
    public required double DesignAirDensityKgM3 { get; init; }

    /// <summary>Density of the air that is moved, kg/m3.</summary>
    public required double AirDensityKgM3 { get; init; }

    /// <summary>The motor.</summary>
    public required MotorScenario Motor { get; init; }

    /// <summary>The drive.</summary>
    public required DriveScenario Drive { get; init; }

    /// <summary>The meter on the drive's line side.</summary>
    public required MeterScenario Meter { get; init; }

    /// <summary>What the fan was controlled by before the drive came.</summary>
    public required DamperScenario Damper { get; init; }
}

/// <summary>An induction motor's nameplate.</summary>
/// <param name="RatedKw">Rated shaft power, kW.</param>
/// <param name="RatedSpeedRpm">Speed at rated power, 1/min; the fan's speed at full flow.</param>
/// <param name="RatedCurrentA">Current at rated power, A.</param>
/// <param name="RatedFrequencyHz">Frequency at rated power, Hz.</param>
/// <param name="PolePairs">Number of pole pairs.</param>
/// <param name="FullLoadEfficiency">On the mains at rated power, 0..1.</param>
/// <param name="ThreeQuarterLoadEfficiency">On the mains at three quarters of rated power, 0..1.</param>
/// <param name="NoLoadCurrentFraction">Magnetising current over rated current, 0..1.</param>
/// <param name="HarmonicLossFactor">Losses on a drive over losses on the mains, from 1.</param>
public sealed record MotorScenario(
    double RatedKw,
    double RatedSpeedRpm,
    double RatedCurrentA,
    double RatedFrequencyHz,
    int PolePairs,
    double FullLoadEfficiency,
    double ThreeQuarterLoadEfficiency,
    double NoLoadCurrentFraction,
    double HarmonicLossFactor);

/// <summary>A drive on the serial line.</summary>
/// <param name="Unit">Its address, 1..247.</param>
/// <param name="FullLoadEfficiency">At the motor's rated power, 0..1.</param>
/// <param name="NoLoadLossKw">What it takes without load, kW.</param>
/// <param name="StartKwh">What its energy counter shows when the plant starts.</param>
public sealed record DriveScenario(byte Unit, double FullLoadEfficiency, double NoLoadLossKw, double StartKwh);

/// <summary>A meter on the serial line.</summary>
/// <param name="Unit">Its address, 1..247.</param>
/// <param name="NominalVoltageV">Phase to neutral, V.</param>
/// <param name="ResolutionKwh">The last digit of its energy counters, kWh and kvarh.</param>
/// <param name="StartKwh">What its energy counter shows when the plant starts.</param>
public sealed record MeterScenario(byte Unit, double NominalVoltageV, double ResolutionKwh, double StartKwh);

/// <summary>The outlet damper that a drive replaced: line power = full-flow power · (C0 + C1·q + C2·q²).</summary>
/// <param name="FullFlowLineKw">Power from the line at full flow with the motor on the mains, kW.</param>
/// <param name="C0">Constant coefficient.</param>
/// <param name="C1">Linear coefficient.</param>
/// <param name="C2">Quadratic coefficient.</param>
public sealed record DamperScenario(double FullFlowLineKw, double C0, double C1, double C2);
