namespace Gateway.Simulators.Physics;

/// <summary>
/// A fan on a duct, an induction motor and a drive. Ducted air has no static head: the system curve goes through the origin, so flow is
/// proportional to speed and the affinity laws hold (P ~ n³·ρ).
/// </summary>
public sealed class FanSystem
{
    /// <summary>Six-pulse rectifier with a smoothing choke, light load: the mean of the rectified line-to-line voltage, 3·√2/π.</summary>
    private const double RectifierRatio = 1.3505;

    private readonly FanScenario scenario;
    private readonly LoadProfile load;
    private readonly InductionMotor motor;
    private readonly SmoothNoise busRipple;

    /// <summary>The fan of a scenario.</summary>
    public FanSystem(ulong seed, FanScenario scenario)
    {
        this.scenario = scenario;
        load = new LoadProfile(seed, "fan load", scenario.Load);
        motor = new InductionMotor(scenario.Motor);
        busRipple = new SmoothNoise(seed, "dc bus", TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(10));
    }

    /// <summary>Everything about the fan at one instant.</summary>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    public FanState At(double timeS)
    {
        var flow = scenario.MinimumFlow + ((1.0 - scenario.MinimumFlow) * load.At(timeS));
        var density = scenario.AirDensityKgM3 / scenario.DesignAirDensityKgM3;
        var shaftKw = scenario.DesignShaftKw * flow * flow * flow * density;
        var running = motor.At(shaftKw, flow * scenario.Motor.RatedSpeedRpm);
        return new FanState
        {
            FlowFraction = flow,
            ShaftKw = shaftKw,
            Motor = running,
            LineKw = running.InputKw + DriveLossKw(running.InputKw),
            DcBusV = DcBusV(running.InputKw, timeS),
            DamperLineKw = DamperLineKw(flow),
        };
    }

    /// <summary>
    /// What the same fan would draw from the line at fixed speed with an outlet damper set to the same flow: P100·(c0 + c1·q + c2·q²).
    /// DOE-2's curve, as carried by EnergyPlus; it is not renormalised, at full flow it gives 1.0008·P100.
    /// </summary>
    /// <param name="flow">Flow as a fraction of full flow.</param>
    public double DamperLineKw(double flow)
    {
        var damper = scenario.Damper;
        return damper.FullFlowLineKw * (damper.C0 + (flow * (damper.C1 + (flow * damper.C2))));
    }

    /// <summary>Losses of the drive: a standing part, and a part that grows half with the load and half with its square.</summary>
    private double DriveLossKw(double outputKw)
    {
        var fullOutputKw = scenario.Motor.RatedKw / scenario.Motor.FullLoadEfficiency;
        var fullLossKw = fullOutputKw * ((1.0 / scenario.Drive.FullLoadEfficiency) - 1.0);
        var part = outputKw / fullOutputKw;
        return scenario.Drive.NoLoadLossKw + ((fullLossKw - scenario.Drive.NoLoadLossKw) * part * (1.0 + part) / 2.0);
    }

    private double DcBusV(double outputKw, double timeS)
    {
        var part = outputKw / scenario.Motor.RatedKw;
        var lineToLineV = scenario.Meter.NominalVoltageV * Math.Sqrt(3.0);
        return lineToLineV * RectifierRatio * (1.0 - (0.02 * part) + (0.004 * busRipple.At(timeS)));
    }
}
