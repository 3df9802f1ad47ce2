namespace Gateway.Energy;

/// <summary>
/// A centrifugal pump whose throttle valve was replaced by a variable-speed drive. The baseline is the pump at rated speed, throttled to
/// the flow of now, on its motor on the mains: P = ρ·g·Q·H(Q)/η(Q)/η_motor.
/// </summary>
/// <remarks>
/// Without a flow meter the flow follows from the speed along the system curve, Q = √((s²·a - H_s)/(k + b)). That needs the static
/// head: near the speed of no flow a small error in it is a large one in the flow, so a measured flow is to be preferred.
/// </remarks>
public sealed record PumpSavingsDefinition : RetrofitDefinition
{
    /// <summary>Below this fraction of the best flow the parabola of the efficiency is not believed, so nothing is claimed.</summary>
    public const double SmallestFlowFraction = 0.25;

    /// <summary>Above this fraction likewise.</summary>
    public const double LargestFlowFraction = 1.4;

    private const double SecondsPerHour = 3600;

    /// <summary>The pump by its curves at rated speed.</summary>
    public required CentrifugalPump Pump { get; init; }

    /// <summary>What the pipes ask for, static head included.</summary>
    public required SystemCurve System { get; init; }

    /// <summary>The speed of the pump's curves, rpm.</summary>
    public required double RatedSpeedRpm { get; init; }

    /// <summary>The motor's rated power, kW.</summary>
    public required double MotorKw { get; init; }

    /// <summary>The motor's efficiency on the mains.</summary>
    public required MotorEfficiency Motor { get; init; }

    /// <summary>Density of what is pumped, kg/m³.</summary>
    public double DensityKgPerM3 { get; init; } = CentrifugalPump.WaterKgPerM3;

    /// <summary>What stands for the flow.</summary>
    public PumpDriver Driver { get; init; } = PumpDriver.Speed;

    /// <inheritdoc/>
    public override string DriverUnit => Driver == PumpDriver.Speed ? "rpm" : "m3/h";

    /// <summary>Power from the line at a flow with the pump throttled and the motor on the mains, kW.</summary>
    public double ThrottledLineKw(double flowM3PerS)
    {
        var shaftKw = Pump.ThrottledPowerKw(flowM3PerS) * DensityKgPerM3 / CentrifugalPump.WaterKgPerM3;
        return shaftKw / Motor.At(shaftKw / MotorKw);
    }

    private protected override double? BaselineKw(double powerKw, double driver)
    {
        var fraction = Driver == PumpDriver.Speed ? driver / RatedSpeedRpm : driver / SecondsPerHour / Pump.BestFlowM3PerS;
        if (Standstill.Is(fraction))
        {
            return Standstill.BaselineKw(powerKw, ThrottledLineKw(Pump.BestFlowM3PerS));
        }

        var flow = Driver == PumpDriver.Speed ? Pump.FlowM3PerS(fraction, System) : driver / SecondsPerHour;
        var best = Pump.BestFlowM3PerS;
        return flow >= SmallestFlowFraction * best && flow <= LargestFlowFraction * best ? ThrottledLineKw(flow.Value) : null;
    }

    private protected override void CheckMachine()
    {
        ThrowUnlessPositive(Pump.ShutOffHeadM, nameof(Pump.ShutOffHeadM));
        ThrowUnlessPositive(Pump.HeadCoefficient, nameof(Pump.HeadCoefficient));
        ThrowUnlessPositive(Pump.BestEfficiency, nameof(Pump.BestEfficiency));
        ThrowUnlessPositive(Pump.BestFlowM3PerS, nameof(Pump.BestFlowM3PerS));
        ThrowUnlessPositive(RatedSpeedRpm, nameof(RatedSpeedRpm));
        ThrowUnlessPositive(MotorKw, nameof(MotorKw));
        ThrowUnlessPositive(DensityKgPerM3, nameof(DensityKgPerM3));
        ThrowUnlessPositive(Pump.ShutOffHeadM - System.StaticHeadM, nameof(System.StaticHeadM));
    }
}

/// <summary>What stands for a pump's flow.</summary>
public enum PumpDriver
{
    /// <summary>The motor's speed, rpm, along the system curve.</summary>
    Speed,

    /// <summary>A flow meter, m³/h.</summary>
    Flow,
}
