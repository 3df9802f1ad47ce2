namespace Gateway.Simulators.Physics;

/// <summary>The time axis of the physics: seconds since 1970-01-01 UTC, with their fractions.</summary>
public static class UnixTime
{
    /// <summary>An instant on that axis; exact to a microsecond.</summary>
    public static double Seconds(DateTimeOffset instant) =>
        (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerSecond;
}
