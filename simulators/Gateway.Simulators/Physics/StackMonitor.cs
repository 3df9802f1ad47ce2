using Gateway.Simulators.Faults;

namespace Gateway.Simulators.Physics;

/// <summary>
/// The instruments on a stack. They refresh once a second with a little noise of their own, independent from second to second, so that
/// it averages out and no load is biased. Dust is measured in the wet gas as it is; the gases dry at standard conditions.
/// </summary>
public sealed class StackMonitor
{
    /// <summary>Thermometers and pressure cells are that much quieter than analysers.</summary>
    private const double QuietFraction = 0.1;

    private readonly BoilerSystem stack;
    private readonly MonitorScenario scenario;
    private readonly InterruptionPlan interruptions;
    private readonly ulong[] seeds;

    /// <summary>A monitor that was switched on at an instant.</summary>
    /// <param name="seed">The scenario's seed.</param>
    /// <param name="scenario">The monitor.</param>
    /// <param name="stack">What it looks at.</param>
    /// <param name="interruptions">When it does not measure.</param>
    internal StackMonitor(ulong seed, MonitorScenario scenario, BoilerSystem stack, InterruptionPlan interruptions)
    {
        this.stack = stack;
        this.scenario = scenario;
        this.interruptions = interruptions;
        seeds = [.. Enumerable.Range(0, 10).Select(channel => Seeded.For(seed, $"monitor noise {channel}"))];
    }

    /// <summary>What the monitor shows at an instant.</summary>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    public MonitorReading At(double timeS) => interruptions.At(timeS) is var (kind, beginS)
        ? Interrupted(kind, timeS, beginS)
        : Measured(timeS);

    private MonitorReading Interrupted(InterruptionKind kind, double timeS, double beginS)
    {
        var status = (ushort)(1 << (int)kind);
        var span = scenario.SpanGas;
        return kind switch
        {
            InterruptionKind.Calibration => Measured(timeS) with
            {
                So2MgM3 = span.So2MgM3,
                NoMgM3 = span.NoMgM3,
                No2MgM3 = span.No2MgM3,
                O2Pct = span.O2Pct,
                Status = status,
            },
            InterruptionKind.Maintenance => Measured(beginS) with { Status = status },
            _ => Measured(timeS) with { So2MgM3 = 0, NoMgM3 = 0, No2MgM3 = 0, DustMgM3 = 0, O2Pct = 0, Status = status },
        };
    }

    private MonitorReading Measured(double timeS)
    {
        var second = (long)Math.Floor(timeS);
        var gas = stack.At(second);
        var noise = scenario.NoisePct / 100.0;
        return new MonitorReading
        {
            So2MgM3 = Noisy(0, gas.So2MgM3, noise),
            NoMgM3 = Noisy(1, gas.NoMgM3, noise),
            No2MgM3 = Noisy(2, gas.No2MgM3, noise),
            DustMgM3 = Noisy(3, gas.DustInSituMgM3, noise),
            O2Pct = Noisy(4, gas.O2Pct, noise),
            VelocityMS = Noisy(5, gas.VelocityMS, noise),
            TemperatureC = Noisy(6, gas.TemperatureC, noise * QuietFraction),
            StaticPressurePa = Noisy(7, gas.StaticPressurePa, noise),
            MoisturePct = Noisy(8, 100.0 * gas.Moisture, noise),
            BarometricPa = Noisy(9, gas.BarometricPa, noise * QuietFraction),
        };

        double Noisy(int channel, double value, double deviation) => value * (1.0 + (deviation * Seeded.Normal(seeds[channel], second)));
    }
}

/// <summary>What a stack monitor shows.</summary>
public readonly record struct MonitorReading
{
    /// <summary>SO2, mg/m3 dry at standard conditions.</summary>
    public required double So2MgM3 { get; init; }

    /// <summary>NO, mg/m3 dry at standard conditions.</summary>
    public required double NoMgM3 { get; init; }

    /// <summary>NO2, mg/m3 dry at standard conditions.</summary>
    public required double No2MgM3 { get; init; }

    /// <summary>Dust, mg/m3 wet at the stack's temperature and pressure.</summary>
    public required double DustMgM3 { get; init; }

    /// <summary>Oxygen, % of the dry gas.</summary>
    public required double O2Pct { get; init; }

    /// <summary>Velocity, m/s.</summary>
    public required double VelocityMS { get; init; }

    /// <summary>Temperature, degC.</summary>
    public required double TemperatureC { get; init; }

    /// <summary>Pressure against the atmosphere, Pa.</summary>
    public required double StaticPressurePa { get; init; }

    /// <summary>Water vapour, % of the wet gas.</summary>
    public required double MoisturePct { get; init; }

    /// <summary>Pressure of the atmosphere, Pa.</summary>
    public required double BarometricPa { get; init; }

    /// <summary>Bit 0 calibration, bit 1 maintenance, bit 2 fault, bit 3 source stopped (never: this boiler does not stop).</summary>
    public ushort Status { get; init; }
}
