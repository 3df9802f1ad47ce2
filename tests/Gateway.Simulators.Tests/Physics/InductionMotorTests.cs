using Gateway.Simulators.Physics;

namespace Gateway.Simulators.Tests.Physics;

public sealed class InductionMotorTests
{
    private static readonly MotorScenario OnMains = Demo.Fan.Motor with { HarmonicLossFactor = 1.0 };

    [Theory]
    [InlineData(1.0, 0.942)]
    [InlineData(0.75, 0.944)]
    public void At_RatedSpeedOnTheMains_HasTheNameplatesEfficiency(double load, double efficiency)
    {
        var shaftKw = load * OnMains.RatedKw;
        Assert.Equal(efficiency, shaftKw / new InductionMotor(OnMains).At(shaftKw, OnMains.RatedSpeedRpm).InputKw, 1e-9);
    }

    [Fact]
    public void At_RatedPoint_ShowsTheNameplate()
    {
        var rated = new InductionMotor(OnMains).At(45.0, 1480.0);
        Assert.Equal(100.0, rated.TorquePct, 1e-9);
        Assert.Equal(80.0, rated.CurrentA, 1e-9);
        Assert.Equal(50.0, rated.FrequencyHz, 1e-9);
    }

    [Fact]
    public void At_HalfSpeedWithAFansTorque_NeedsAQuarterOfTheTorqueAndSlip()
    {
        var half = new InductionMotor(OnMains).At(45.0 / 8.0, 740.0);
        Assert.Equal(25.0, half.TorquePct, 1e-9);
        Assert.Equal((740.0 + (20.0 * 0.25)) * 2.0 / 60.0, half.FrequencyHz, 1e-9);
    }

    [Fact]
    public void LossTerms_OfAMotorThatCannotBe_ShowIt() => Assert.True(InductionMotor.LossTerms(0.94, 0.80).Load < 0.0);
}
