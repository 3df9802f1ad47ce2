namespace Gateway.Tests.Pipeline;

/// <summary>A machine's clock that somebody sets: what has passed goes on by itself.</summary>
internal sealed class SetClock(DateTimeOffset start) : TimeProvider
{
    private TimeSpan passed;
    private TimeSpan set;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Pass(TimeSpan time) => passed += time;

    public void Set(TimeSpan by) => set += by;

    public override DateTimeOffset GetUtcNow() => start + passed + set;

    public override long GetTimestamp() => passed.Ticks;
}
