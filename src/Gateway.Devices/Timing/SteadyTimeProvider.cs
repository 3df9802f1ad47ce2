namespace Gateway.Devices;

/// <summary>
/// The time that another clock showed at first and what has passed since, by its monotonic timestamps: whoever sets that clock does not
/// move this one. Timestamps and timers are the other's.
/// </summary>
public sealed class SteadyTimeProvider : TimeProvider
{
    private readonly long started;
    private readonly DateTimeOffset startedAt;

    /// <summary>Starts from what <paramref name="source"/> shows now.</summary>
    public SteadyTimeProvider(TimeProvider source)
    {
        Source = source;
        startedAt = source.GetUtcNow();
        started = source.GetTimestamp();
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => Source.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => Source.LocalTimeZone;

    /// <summary>The clock it started from.</summary>
    internal TimeProvider Source { get; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => startedAt + Source.GetElapsedTime(started);

    /// <inheritdoc/>
    public override long GetTimestamp() => Source.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        Source.CreateTimer(callback, state, dueTime, period);
}
