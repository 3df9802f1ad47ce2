namespace Gateway.Simulators.Physics;

/// <summary>
/// A fan on a duct, an induction motor and a drive. Ducted air has no static head: the system curve goes through the origin, so flow is
/// proportional to speed and the affinity laws hold (P ~ n³·ρ).
/// </summary>
public sealed class FanSystem
{
    private readonly FanScenario scenario;
    private readonly LoadProfile load;
    private readonly VariableSpeedDrive drive;

    /// <summary>The fan of a scenario.</summary>
    public FanSystem(ulong seed, FanScenario scenario)
    {
        this.scenario = scenario;
        load = new LoadProfile(seed, "fan load", scenario.Load);
        drive = new VariableSpeedDrive(seed, scenario.Motor, scenario.Drive, scenario.Meter.NominalVoltageV);
    }

    /// <summary>Everything about the fan at one instant.</summary>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    public FanState At(double timeS)
    {
        var flow = scenario.MinimumFlow + ((1.0 - scenario.MinimumFlow) * load.At(timeS));
        var density = scenario.AirDensityKgM3 / scenario.DesignAirDensityKgM3;
        var shaftKw = scenario.DesignShaftKw * flow * flow * flow * density;
        return new FanState
        {
            FlowFraction = flow,
            ShaftKw = shaftKw,
            Drive = drive.At(shaftKw, flow * scenario.Motor.RatedSpeedRpm, timeS),
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
}
