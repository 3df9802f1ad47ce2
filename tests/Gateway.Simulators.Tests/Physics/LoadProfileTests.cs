using CsCheck;
using Gateway.Simulators.Physics;

namespace Gateway.Simulators.Tests.Physics;

public sealed class LoadProfileTests
{
    private static readonly LoadScenario Wild = Demo.Fan.Load with { Variation = 6.0 };
    private static readonly LoadScenario Still = Wild with { Variation = 0.0 };

    [Fact]
    public void At_AnyInstantAndSeed_IsAFraction() =>
        Gen.Select(Gen.Double[0, 4e9], Gen.ULong).Sample((timeS, seed) => new LoadProfile(seed, "x", Wild).At(timeS) is > 0.0 and < 1.0);

    [Fact]
    public void At_AnyInstant_DoesNotJump() => Gen.Double[0, 4e9].Sample(timeS =>
    {
        var load = new LoadProfile(3, "x", Wild);
        return Math.Abs(load.At(timeS + 0.01) - load.At(timeS)) < 0.005;
    });

    [Fact]
    public void At_MidnightIntoTheWeekend_DoesNotJump()
    {
        var load = new LoadProfile(3, "x", Still);
        var midnightS = new DateTimeOffset(2026, 3, 7, 0, 0, 0, TimeSpan.FromHours(8)).ToUnixTimeSeconds();
        Assert.Equal(load.At(midnightS - 0.01), load.At(midnightS + 0.01), 1e-9);
    }

    [Theory]
    [InlineData("2026-03-04T12:00:00+08:00", 0.62)] // A Wednesday.
    [InlineData("2026-03-04T03:00:00+08:00", 0.30)]
    [InlineData("2026-03-07T12:00:00+08:00", 0.428)] // A Saturday: 0.30 + 0.4 · 0.32.
    [InlineData("2026-03-08T12:00:00+08:00", 0.428)]
    [InlineData("2026-03-09T12:00:00+08:00", 0.62)]
    [InlineData("2026-03-04T06:45:00+08:00", 0.46)] // Halfway up the ramp.
    [InlineData("1969-12-31T12:00:00+08:00", 0.62)] // A Wednesday before the epoch.
    public void At_WithoutVariation_FollowsTheWorkingDay(string at, double expected)
    {
        var timeS = UnixTime.Seconds(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(expected, new LoadProfile(1, "x", Still).At(timeS), 1e-9);
    }
}
