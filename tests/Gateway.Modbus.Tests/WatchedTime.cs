using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Modbus.Tests;

/// <summary>A clock that the test holds, and that tells when somebody begins to wait on it.</summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> delays = Channel.CreateUnbounded<TimeSpan>();

    public Task<TimeSpan> NextDelayAsync() => delays.Reader.ReadAsync(TestContext.Current.CancellationToken).Guarded();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime != Timeout.InfiniteTimeSpan)
            delays.Writer.TryWrite(dueTime);
        return timer;
    }
}
