namespace Gateway.Simulators;

/// <summary>
/// A clock that runs a fixed number of times as fast as another. It begins at the other's time. Timers fire when their time has come on
/// this clock, up to one millisecond of the other clock late, which is as fine as timers get.
/// </summary>
public sealed class AcceleratedTime : TimeProvider
{
    /// <summary>The largest factor: one day in under nine seconds.</summary>
    public const double MaxFactor = 10_000;

    private static readonly TimeSpan FinestTimer = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider inner;
    private readonly double factor;
    private readonly long originTimestamp;
    private readonly DateTimeOffset originUtc;

    /// <summary>A clock that starts at <paramref name="inner"/>'s time.</summary>
    /// <param name="inner">The clock it follows.</param>
    /// <param name="factor">How many times as fast, 1..<see cref="MaxFactor"/>.</param>
    public AcceleratedTime(TimeProvider inner, double factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1.0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(factor, MaxFactor);
        this.inner = inner;
        this.factor = factor;
        originUtc = inner.GetUtcNow();
        originTimestamp = inner.GetTimestamp();
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => inner.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => originUtc + (inner.GetElapsedTime(originTimestamp) * factor);

    /// <inheritdoc/>
    public override long GetTimestamp() => originTimestamp + (long)((inner.GetTimestamp() - originTimestamp) * factor);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new AcceleratedTimer(this, inner.CreateTimer(callback, state, Inner(dueTime), Inner(period)));

    // Rounded up: a timer that fired early would find its time not come yet, and a period of 0 would never fire again.
    private TimeSpan Inner(TimeSpan time) =>
        time <= TimeSpan.Zero ? time : Math.Ceiling(time / factor / FinestTimer) * FinestTimer;

    private sealed class AcceleratedTimer(AcceleratedTime clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.Inner(dueTime), clock.Inner(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
