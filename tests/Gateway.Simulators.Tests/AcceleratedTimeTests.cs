using Microsoft.Extensions.Time.Testing;

namespace Gateway.Simulators.Tests;

public sealed class AcceleratedTimeTests
{
    private readonly FakeTimeProvider real = new(Demo.Start);

    [Fact]
    public void GetUtcNow_StartsWithTheOtherAndRunsFaster()
    {
        var fast = new AcceleratedTime(real, 60.0);
        Assert.Equal(Demo.Start, fast.GetUtcNow());
        real.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(Demo.Start + TimeSpan.FromMinutes(10), fast.GetUtcNow());
    }

    [Fact]
    public void GetElapsedTime_IsTheFastTime()
    {
        var fast = new AcceleratedTime(real, 12.5);
        var begin = fast.GetTimestamp();
        real.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TimeSpan.FromSeconds(50), fast.GetElapsedTime(begin));
    }

    [Fact]
    public void CreateTimer_FiresWhenTheFastTimeHasCome()
    {
        var fired = 0;
        var fast = new AcceleratedTime(real, 100.0);
        using var timer = fast.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));
        real.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(0, fired);
        real.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, fired);
        real.Advance(TimeSpan.FromMilliseconds(400));
        Assert.Equal(3, fired);
    }

    [Fact]
    public void CreateTimer_APeriodTooShortForTheRealTimer_StillComesBack()
    {
        var fired = 0;
        var fast = new AcceleratedTime(real, 1000.0);
        using var timer = fast.CreateTimer(_ => fired++, null, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100));
        real.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal(5, fired);
    }

    [Fact]
    public void CreateTimer_OneThatNeverFires_DoesNotUntilItIsChanged()
    {
        var fired = 0;
        var fast = new AcceleratedTime(real, 10.0);
        using var timer = fast.CreateTimer(_ => fired++, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        real.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, fired);
        timer.Change(TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
        real.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, fired);
        real.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, fired);
    }

    [Fact]
    public async Task TaskDelay_OnTheFastClock_EndsInFastTime()
    {
        var fast = new AcceleratedTime(real, 3600.0);
        var delay = Task.Delay(TimeSpan.FromHours(1), fast, TestContext.Current.CancellationToken);
        real.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(delay.IsCompleted);
        real.Advance(TimeSpan.FromMilliseconds(1));
        await delay;
        Assert.Equal(Demo.Start + TimeSpan.FromHours(1), fast.GetUtcNow());
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(10_001.0)]
    public void Constructor_AFactorOutOfRange_Throws(double factor) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AcceleratedTime(real, factor));
}
