namespace Gateway.Simulators;

/// <summary>A stack monitor on Modbus TCP.</summary>
public sealed record MonitorScenario
{
    /// <summary>Its unit identifier, 1..247.</summary>
    public required byte Unit { get; init; }

    /// <summary>Standard deviation of a gas, dust, velocity or moisture reading, % of the reading.</summary>
    public required double NoisePct { get; init; }

    /// <summary>What it shows for the gases while it calibrates.</summary>
    public required SpanGas SpanGas { get; init; }

    /// <summary>When it does not measure. Where several overlap, the first one listed rules.</summary>
    public IReadOnlyList<Interruption> Interruptions { get; init; } = [];
}

/// <summary>A gas of known composition.</summary>
/// <param name="So2MgM3">SO2, mg/m3.</param>
/// <param name="NoMgM3">NO, mg/m3.</param>
/// <param name="No2MgM3">NO2, mg/m3.</param>
/// <param name="O2Pct">Oxygen, %.</param>
public sealed record SpanGas(double So2MgM3, double NoMgM3, double No2MgM3, double O2Pct);

/// <summary>A time in which a monitor does not measure, once or again and again.</summary>
/// <param name="Kind">What keeps it from measuring.</param>
/// <param name="First">From the plant's start.</param>
/// <param name="Lasting">How long.</param>
/// <param name="Every">From one beginning to the next, longer than <paramref name="Lasting"/>; null when it happens only once.</param>
public sealed record Interruption(InterruptionKind Kind, TimeSpan First, TimeSpan Lasting, TimeSpan? Every)
{
    /// <summary>The beginning of the occurrence that is under way, from the plant's start, or null when none is.</summary>
    /// <param name="running">How long the plant has been running.</param>
    public TimeSpan? Current(TimeSpan running)
    {
        if (running < First)
        {
            return null;
        }

        var round = Every is { } every ? Math.Floor((running - First) / every) : 0.0;
        var begin = First + (round * (Every ?? TimeSpan.Zero));
        return running < begin + Lasting ? begin : null;
    }
}

/// <summary>Why a monitor does not measure; the number is the bit of its status word.</summary>
public enum InterruptionKind
{
    /// <summary>It measures span gas instead of flue gas.</summary>
    Calibration = 0,

    /// <summary>Somebody works on it: its values stand still.</summary>
    Maintenance = 1,

    /// <summary>It is broken: gases and dust read zero.</summary>
    Fault = 2,
}
