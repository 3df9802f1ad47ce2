namespace Gateway.Devices.Tests.Timing;

public sealed class PreciseTimeProviderTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1.5), Never = Timeout.InfiniteTimeSpan, Hour = TimeSpan.FromHours(1);

    private readonly TimeProvider clock = PreciseTimeProvider.Shared;
    private readonly TaskCompletionSource<long> struck = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Timer_StrikesNotBeforeItIsDue()
    {
        var start = clock.GetTimestamp();
        using var timer = clock.CreateTimer(_ => struck.TrySetResult(clock.GetTimestamp()), null, Soon, Never);

        Assert.True(clock.GetElapsedTime(start, await struck.Task) >= Soon);
    }

    [Fact]
    public async Task Timer_SetWhileALaterOneIsAwaited_StrikesFirst()
    {
        using var later = clock.CreateTimer(_ => struck.TrySetException(new InvalidOperationException("too early")), null, Hour, Never);
        using var sooner = clock.CreateTimer(_ => struck.TrySetResult(0), null, Soon, Never);

        await struck.Task;
    }

    [Fact]
    public async Task Timer_MovedAhead_StrikesThen()
    {
        using var timer = clock.CreateTimer(_ => struck.TrySetResult(0), null, Hour, Never);
        Assert.True(timer.Change(Soon, Never));

        await struck.Task;
    }

    [Fact]
    public async Task Timer_WithAPeriod_StrikesAgain()
    {
        var strikes = 0;
        using var timer = clock.CreateTimer(
            _ =>
            {
                if (Interlocked.Increment(ref strikes) == 5)
                {
                    struck.TrySetResult(0);
                }
            },
            null,
            Soon,
            Soon);

        await struck.Task;
    }

    [Fact]
    public async Task Timer_Disposed_DoesNotStrike()
    {
        var timer = clock.CreateTimer(_ => struck.TrySetException(new InvalidOperationException("disposed")), null, Never, Never);
        await timer.DisposeAsync();
        Assert.False(timer.Change(Soon, Never));
        using var after = clock.CreateTimer(_ => struck.TrySetResult(0), null, 3 * Soon, Never);

        await struck.Task;
    }

    [Fact]
    public async Task Alarm_OnManyTimersAtOnce_NoneIsForgottenOrEarly()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(index => Task.Run(() => WaitAsync(index))));

        async Task WaitAsync(int index)
        {
            using var alarm = new Alarm(clock, neverBlocks: index % 2 == 0, TestContext.Current.CancellationToken);
            for (var turn = 1; turn <= 20; turn++)
            {
                var due = clock.GetTimestamp() + (index * 7 + turn * 13) % 1000 * (clock.TimestampFrequency / 1_000_000);
                await alarm.WaitUntilAsync(due);
                Assert.True(clock.GetTimestamp() >= due);
            }
        }
    }
}
