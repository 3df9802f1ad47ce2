namespace Gateway.Simulators.Physics;

/// <summary>
/// A centrifugal pump that lifts water against a static head through a pipe. The drive turns it just fast enough; before, it ran at
/// rated speed on the mains and a valve burnt what the pipe did not need. Curves at rated speed: head a - b·Q², efficiency a parabola
/// around the best point; at another speed the head at equal flow over speed goes with the square of speed.
/// </summary>
public sealed class PumpSystem
{
    private const double WaterKgM3 = 998.2;
    private const double GravityMS2 = 9.80665;
    private const double SecondsPerHour = 3600.0;

    private readonly PumpScenario scenario;
    private readonly LoadProfile load;
    private readonly VariableSpeedDrive drive;
    private readonly InductionMotor onMains;
    private readonly double designM3S;
    private readonly double bestM3S;
    private readonly double fallM;
    private readonly double frictionM;

    /// <summary>The pump of a scenario.</summary>
    public PumpSystem(ulong seed, PumpScenario scenario)
    {
        this.scenario = scenario;
        load = new LoadProfile(seed, "pump load", scenario.Load);
        drive = new VariableSpeedDrive(seed, scenario.Motor, scenario.Drive, scenario.Meter.NominalVoltageV);
        onMains = new InductionMotor(scenario.Motor with { HarmonicLossFactor = 1.0 });
        designM3S = scenario.DesignFlowM3H / SecondsPerHour;
        bestM3S = scenario.BestFlowM3H / SecondsPerHour;
        fallM = (scenario.ShutOffHeadM - scenario.BestHeadM) / (bestM3S * bestM3S);
        frictionM = (scenario.DesignHeadM - scenario.StaticHeadM) / (designM3S * designM3S);
    }

    /// <summary>Everything about the pump at one instant.</summary>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    public PumpState At(double timeS)
    {
        var flow = designM3S * (scenario.MinimumFlow + ((1.0 - scenario.MinimumFlow) * load.At(timeS)));
        var headM = scenario.StaticHeadM + (frictionM * flow * flow);
        var speed = Math.Sqrt((headM + (fallM * flow * flow)) / scenario.ShutOffHeadM);
        var shaftKw = ShaftKw(flow, headM, flow / speed);
        return new PumpState
        {
            FlowM3H = flow * SecondsPerHour,
            HeadM = headM,
            SpeedRatio = speed,
            ShaftKw = shaftKw,
            Drive = drive.At(shaftKw, speed * scenario.Motor.RatedSpeedRpm, timeS),
            ThrottledLineKw = ThrottledLineKw(flow),
        };
    }

    private double ThrottledLineKw(double flow) =>
        onMains.At(ShaftKw(flow, scenario.ShutOffHeadM - (fallM * flow * flow), flow), scenario.Motor.RatedSpeedRpm).InputKw;

    private double ShaftKw(double flow, double headM, double flowAtRatedSpeed)
    {
        var off = (flowAtRatedSpeed / bestM3S) - 1.0;
        return WaterKgM3 * GravityMS2 * flow * headM / 1000.0 / (scenario.BestEfficiency * (1.0 - (off * off)));
    }
}

/// <summary>A pump, its motor and its drive at one instant.</summary>
public readonly record struct PumpState
{
    /// <summary>Flow, m3/h.</summary>
    public required double FlowM3H { get; init; }

    /// <summary>Head that the pipe asks for, m.</summary>
    public required double HeadM { get; init; }

    /// <summary>Speed over rated speed.</summary>
    public required double SpeedRatio { get; init; }

    /// <summary>Power on the pump's shaft, kW.</summary>
    public required double ShaftKw { get; init; }

    /// <summary>The drive and the motor on that shaft.</summary>
    public required DriveState Drive { get; init; }

    /// <summary>What the pump would take from the line throttled at rated speed with the same flow, kW.</summary>
    public required double ThrottledLineKw { get; init; }

    /// <summary>What the drive saves at this instant, kW.</summary>
    public double SavedKw => ThrottledLineKw - Drive.LineKw;
}
