using Gateway.Core;

namespace Gateway.Energy.Tests;

public sealed class FanBaselineTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly FanSavingsDefinition Fan = new()
    {
        Name = "id-fan", RatedSpeedRpm = 1000, FullFlowPowerKw = 100, Curve = FanCurve.OutletDamper,
    };

    [Fact]
    public void At_PartSpeed_IsTheCurveAtThatFlow() => Assert.Equal(83.096903, At(40, 600).Value, 6);

    [Theory]
    [InlineData(0, 0.4)]
    [InlineData(-5, 0)]
    [InlineData(10, 2)]
    public void At_Standstill_IsZeroAndCovered(double speedRpm, double powerKw)
    {
        var baseline = At(powerKw, speedRpm);

        Assert.Equal(0, baseline.Value);
        Assert.True(baseline.IsUsable);
    }

    [Fact]
    public void At_StandingMotorButPowerFlows_IsNotClaimable() => Assert.Equal(Quality.OutOfRange, At(95, 0).Quality);

    [Theory]
    [InlineData(299)]
    [InlineData(1101)]
    [InlineData(-600)]
    public void At_OutsideTheCurve_IsNotClaimable(double speedRpm)
    {
        var baseline = At(10, speedRpm);

        Assert.False(baseline.IsUsable);
        Assert.Equal(Quality.OutOfRange, baseline.Quality);
    }

    [Theory]
    [InlineData(Quality.Stuck, Quality.Good, Quality.Stuck)]
    [InlineData(Quality.Good, Quality.Timeout, Quality.Timeout)]
    [InlineData(Quality.Timeout, Quality.Stale, Quality.Timeout)]
    public void At_InputsOfDifferentQuality_HasTheWorse(Quality power, Quality speed, Quality expected)
    {
        var baseline = Fan.BaselineAt(new Sample(Now, 40, power), new Sample(Now, 600, speed));

        Assert.Equal(expected, baseline.Quality);
    }

    private static Sample At(double powerKw, double speedRpm) =>
        Fan.BaselineAt(new Sample(Now, powerKw, Quality.Good), new Sample(Now, speedRpm, Quality.Good));
}
