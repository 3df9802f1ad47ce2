using CsCheck;
using Gateway.Simulators.Physics;

namespace Gateway.Simulators.Tests.Physics;

public sealed class FanSystemTests
{
    private static readonly FanScenario Fan = Demo.Fan;
    private static readonly Gen<double> Times = Gen.Double[1.5e9, 2.5e9];

    [Fact]
    public void At_AnyInstant_ObeysTheAffinityLawAtTheShaft() => Times.Sample(timeS =>
    {
        var state = new FanSystem(1, Fan).At(timeS);
        var speed = state.Motor.SpeedRpm / 1480.0;
        return Math.Abs(state.FlowFraction - speed) < 1e-12 && Math.Abs((state.ShaftKw / (speed * speed * speed)) - 41.0) < 1e-9;
    });

    [Fact]
    public void At_ThinnerAir_NeedsPowerInProportion()
    {
        var thin = new FanSystem(1, Fan with { AirDensityKgM3 = 0.9 }).At(1.7e9);
        Assert.Equal(0.75, thin.ShaftKw / new FanSystem(1, Fan).At(1.7e9).ShaftKw, 1e-12);
    }

    [Fact]
    public void At_AnyInstantAndSeed_LosesEnergyOnTheWayToTheShaft() => Gen.Select(Times, Gen.ULong).Sample((timeS, seed) =>
    {
        var state = new FanSystem(seed, Fan).At(timeS);
        return state.ShaftKw > 0.0 && state.ShaftKw < state.Motor.InputKw && state.Motor.InputKw < state.LineKw;
    });

    [Fact]
    public void At_FromMinimumToFullFlow_EfficienciesAreRealAndRise()
    {
        var states = Enumerable.Range(0, 3000).Select(i => new FanSystem(1, Fan).At(1.7e9 + (i * 60.0)))
            .OrderBy(state => state.FlowFraction).ToArray();
        Assert.InRange(states[0].FlowFraction, Fan.MinimumFlow, 0.60);
        Assert.InRange(states[^1].FlowFraction, 0.90, 1.0);
        Assert.InRange(states[0].Motor.InputKw / states[0].LineKw, 0.80, 0.96);
        Assert.InRange(states[^1].Motor.InputKw / states[^1].LineKw, 0.96, 0.975);
        Assert.InRange(states[0].ShaftKw / states[0].Motor.InputKw, 0.80, 0.95);
        Assert.InRange(states[^1].ShaftKw / states[^1].Motor.InputKw, 0.92, 0.942);
    }

    [Fact]
    public void At_AnyInstant_MovesWithoutJumps() => Times.Sample(timeS =>
    {
        var fan = new FanSystem(5, Fan);
        return Math.Abs(fan.At(timeS + 0.01).LineKw - fan.At(timeS).LineKw) < 0.05
            && Math.Abs(fan.At(timeS + 0.01).Drive.DcBusV - fan.At(timeS).Drive.DcBusV) < 0.05;
    });

    // DOE-2's outlet damper by hand: 43.4 · (0.37073425 + 0.97250253·q − 0.34240761·q²).
    [Theory]
    [InlineData(1.0, 43.435986)]
    [InlineData(0.5, 33.478049)]
    public void DamperLineKw_IsTheCurve(double flow, double expectedKw) =>
        Assert.Equal(expectedKw, new FanSystem(1, Fan).DamperLineKw(flow), 1e-5);

    [Fact]
    public void Demo_DampersFullFlowPower_IsTheMotorsOnTheMains()
    {
        var onMains = new InductionMotor(Fan.Motor with { HarmonicLossFactor = 1.0 }).At(Fan.DesignShaftKw, Fan.Motor.RatedSpeedRpm);
        Assert.Equal(Fan.Damper.FullFlowLineKw, onMains.InputKw, 0.2);
    }

    [Fact]
    public void At_SameSeed_IsTheSameAndAnotherSeedAnother()
    {
        Assert.Equal(new FanSystem(1, Fan).At(1.7e9), new FanSystem(1, Fan).At(1.7e9));
        Assert.NotEqual(new FanSystem(1, Fan).At(1.7e9), new FanSystem(2, Fan).At(1.7e9));
    }
}
