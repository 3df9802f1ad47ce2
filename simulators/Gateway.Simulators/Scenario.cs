namespace Gateway.Simulators;

/// <summary>
/// A plant in numbers: a fan on a drive with a meter in front, and a boiler's stack with a monitor. The same scenario and seed give the
/// same plant at every instant, on every machine.
/// </summary>
public sealed record Scenario
{
    /// <summary>What the plant is called.</summary>
    public required string Name { get; init; }

    /// <summary>Chooses one of many courses the plant may take.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Port of the monitor's Modbus TCP server on 127.0.0.1; 0 takes any that is free.</summary>
    public required int TcpPort { get; init; }

    /// <summary>
    /// Port on 127.0.0.1 at which the serial line's units answer Modbus TCP as well, as through a TCP gateway; 0 takes any that is
    /// free, null serves the line alone.
    /// </summary>
    public int? LineTcpPort { get; init; }

    /// <summary>The fan.</summary>
    public required FanScenario Fan { get; init; }

    /// <summary>The boiler.</summary>
    public required BoilerScenario Boiler { get; init; }
}

/// <summary>How much a plant is asked for over the day, as a fraction of what it can do above its minimum.</summary>
/// <param name="NightLevel">Demand outside the working day, above 0 and below 1.</param>
/// <param name="DayLevel">Demand within the working day, above 0 and below 1.</param>
/// <param name="WeekendFactor">How much of the working day's rise is there on Saturdays and Sundays, 0..1.</param>
/// <param name="DayStart">When the rise begins, from local midnight.</param>
/// <param name="DayEnd">When the fall begins, from local midnight; the fall is over before midnight.</param>
/// <param name="Ramp">How long the rise and the fall take.</param>
/// <param name="UtcOffset">Local time minus UTC.</param>
/// <param name="Variation">How far demand wanders around these levels, in log odds, 0..6: 0 not at all, 1 by up to a quarter.</param>
public sealed record LoadScenario(
    double NightLevel,
    double DayLevel,
    double WeekendFactor,
    TimeSpan DayStart,
    TimeSpan DayEnd,
    TimeSpan Ramp,
    TimeSpan UtcOffset,
    double Variation);
