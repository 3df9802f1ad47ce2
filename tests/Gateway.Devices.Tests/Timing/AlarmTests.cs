using Microsoft.Extensions.Time.Testing;

namespace Gateway.Devices.Tests.Timing;

public sealed class AlarmTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void WaitUntil_BeforeTheTime_Waits()
    {
        using var alarm = new Alarm(clock, neverBlocks: false, CancellationToken.None);

        var wait = alarm.WaitUntilAsync(After(2.5)).AsTask();
        clock.Advance(TimeSpan.FromMilliseconds(2));
        Assert.False(wait.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(wait.IsCompletedSuccessfully);
    }

    [Fact]
    public void WaitUntil_APastTime_ComesBackAtOnce()
    {
        using var alarm = new Alarm(clock, neverBlocks: false, CancellationToken.None);

        Assert.True(alarm.WaitUntilAsync(clock.GetTimestamp()).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task WaitUntil_AgainAndAgain_KeepsToEachTime()
    {
        using var alarm = new Alarm(clock, neverBlocks: false, CancellationToken.None);
        for (var turn = 0; turn < 3; turn++)
        {
            var wait = alarm.WaitUntilAsync(After(10)).AsTask();
            clock.Advance(TimeSpan.FromMilliseconds(9));
            Assert.False(wait.IsCompleted);
            clock.Advance(TimeSpan.FromMilliseconds(1));
            await wait;
        }
    }

    [Fact]
    public async Task WaitUntil_Stopped_IsCancelled()
    {
        using var stopping = new CancellationTokenSource();
        using var alarm = new Alarm(clock, neverBlocks: false, stopping.Token);

        var wait = alarm.WaitUntilAsync(After(10)).AsTask();
        await stopping.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => wait);
        await Assert.ThrowsAsync<OperationCanceledException>(() => alarm.WaitUntilAsync(After(10)).AsTask());
    }

    private long After(double milliseconds) => clock.GetTimestamp() + (long)(milliseconds * clock.TimestampFrequency / 1000);
}
