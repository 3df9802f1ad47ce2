using Gateway.Simulators.Faults;

namespace Gateway.Simulators.Physics;

/// <summary>
/// A heated flame ionisation detector with a methane channel, and the instruments of its duct. It refreshes once a second with a little
/// noise of its own. Hydrocarbons are measured in the wet gas, oxygen in the dry one.
/// </summary>
internal sealed class HydrocarbonMonitor
{
    /// <summary>Thermometers and pressure cells are that much quieter than analysers.</summary>
    private const double QuietFraction = 0.1;

    private readonly CoatingScenario scenario;
    private readonly Func<double, DuctGas> gasAt;
    private readonly InterruptionPlan interruptions;
    private readonly ulong[] seeds;

    /// <summary>A monitor in a duct.</summary>
    /// <param name="seed">Of the noise; another for each monitor.</param>
    /// <param name="scenario">Noise and span gas.</param>
    /// <param name="gasAt">What it looks at, at seconds since 1970-01-01 UTC.</param>
    /// <param name="interruptions">When it does not measure.</param>
    public HydrocarbonMonitor(ulong seed, CoatingScenario scenario, Func<double, DuctGas> gasAt, InterruptionPlan interruptions)
    {
        this.scenario = scenario;
        this.gasAt = gasAt;
        this.interruptions = interruptions;
        seeds = [.. Enumerable.Range(0, 8).Select(channel => Seeded.For(seed, $"hydrocarbon noise {channel}"))];
    }

    /// <summary>What the monitor shows at an instant.</summary>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    public HydrocarbonReading At(double timeS)
    {
        if (interruptions.At(timeS) is not var (kind, beginS))
        {
            return Measured(timeS);
        }

        var status = (ushort)(1 << (int)kind);
        var span = scenario.SpanGas;
        return kind switch
        {
            InterruptionKind.Calibration => Measured(timeS) with
            {
                TotalPpm = span.TotalPpm,
                MethanePpm = span.MethanePpm,
                O2Pct = span.O2Pct,
                Status = status,
            },
            InterruptionKind.Maintenance => Measured(beginS) with { Status = status },
            _ => Measured(timeS) with { TotalPpm = 0, MethanePpm = 0, O2Pct = 0, Status = status },
        };
    }

    private HydrocarbonReading Measured(double timeS)
    {
        var second = (long)Math.Floor(timeS);
        var gas = gasAt(second);
        var noise = scenario.NoisePct / 100.0;
        return new HydrocarbonReading(
            TotalPpm: Noisy(0, gas.TotalPpmWet, noise),
            MethanePpm: Noisy(1, gas.MethanePpmWet, noise),
            O2Pct: Noisy(2, gas.O2Pct, noise * QuietFraction),
            VelocityMS: Noisy(3, gas.VelocityMS, noise),
            TemperatureC: Noisy(4, gas.TemperatureC, noise * QuietFraction),
            StaticPressurePa: Noisy(5, gas.StaticPressurePa, noise),
            MoisturePct: Noisy(6, 100.0 * gas.Moisture, noise),
            BarometricPa: Noisy(7, gas.BarometricPa, noise * QuietFraction),
            Status: 0);

        double Noisy(int channel, double value, double deviation) => value * (1.0 + (deviation * Seeded.Normal(seeds[channel], second)));
    }
}

/// <summary>What a hydrocarbon monitor shows.</summary>
/// <param name="TotalPpm">All hydrocarbons, ppm of carbon in the wet gas.</param>
/// <param name="MethanePpm">Methane, ppm of the wet gas.</param>
/// <param name="O2Pct">Oxygen, % of the dry gas.</param>
/// <param name="VelocityMS">Velocity, m/s.</param>
/// <param name="TemperatureC">Temperature, degC.</param>
/// <param name="StaticPressurePa">Pressure against the atmosphere, Pa.</param>
/// <param name="MoisturePct">Water vapour, % of the wet gas.</param>
/// <param name="BarometricPa">Pressure of the atmosphere, Pa.</param>
/// <param name="Status">Bit 0 calibration, bit 1 maintenance, bit 2 fault.</param>
internal readonly record struct HydrocarbonReading(
    double TotalPpm,
    double MethanePpm,
    double O2Pct,
    double VelocityMS,
    double TemperatureC,
    double StaticPressurePa,
    double MoisturePct,
    double BarometricPa,
    ushort Status);
