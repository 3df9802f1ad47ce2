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
}

/// <summary>A gas of known composition.</summary>
/// <param name="So2MgM3">SO2, mg/m3.</param>
/// <param name="NoMgM3">NO, mg/m3.</param>
/// <param name="No2MgM3">NO2, mg/m3.</param>
/// <param name="O2Pct">Oxygen, %.</param>
public sealed record SpanGas(double So2MgM3, double NoMgM3, double No2MgM3, double O2Pct);
