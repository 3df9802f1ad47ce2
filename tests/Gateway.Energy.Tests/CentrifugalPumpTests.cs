namespace Gateway.Energy.Tests;

public sealed class CentrifugalPumpTests
{
    private static readonly CentrifugalPump Pump = new(60, 1500, 0.82, 0.1);

    // Vectors P1: the system curve runs through 45 m at 0.1 m3/s.
    [Theory]
    [InlineData(0, 0.08, 0.80000000, 28.80000, 27.504697, 50.138770)]
    [InlineData(0, 0.06, 0.60000000, 16.20000, 11.603544, 46.557430)]
    [InlineData(15, 0.08, 0.85440037, 34.20000, 32.794777, 50.138770)]
    [InlineData(15, 0.06, 0.72111026, 25.80000, 19.016108, 46.557430)]
    public void Powers_FlowAndStaticHead_FollowTheCurves(
        double staticHeadM, double flowM3PerS, double speed, double headM, double variableSpeedKw, double throttledKw)
    {
        var system = SystemCurve.Through(0.1, 45, staticHeadM);

        Assert.Equal(speed, Pump.SpeedRatio(flowM3PerS, system), 8);
        Assert.Equal(headM, system.HeadM(flowM3PerS), 5);
        Assert.Equal(variableSpeedKw, Pump.VariableSpeedPowerKw(flowM3PerS, system), 6);
        Assert.Equal(throttledKw, Pump.ThrottledPowerKw(flowM3PerS), 6);
    }

    [Fact]
    public void VariableSpeedPowerKw_StaticHeadOfTwoThirds_IsFarAboveTheCube()
    {
        var system = SystemCurve.Through(0.1, 45, 30);
        var cube = Pump.VariableSpeedPowerKw(0.1, system) * Affinity.PowerFraction(0.6);

        Assert.Equal(27.39, Pump.VariableSpeedPowerKw(0.06, system), 2);
        Assert.Equal(11.60, cube, 2);
    }

    // Vector P2.
    [Fact]
    public void SmallestSpeedRatio_StaticHead_IsTheSpeedOfNoFlow() =>
        Assert.Equal(0.70710678, Pump.SmallestSpeedRatio(30), 8);
}
