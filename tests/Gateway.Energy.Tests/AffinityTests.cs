namespace Gateway.Energy.Tests;

public sealed class AffinityTests
{
    // The cube column of vectors F1.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(0.8, 0.512)]
    [InlineData(0.6, 0.216)]
    [InlineData(0.5, 0.125)]
    [InlineData(0.4, 0.064)]
    public void PowerFraction_SpeedFraction_IsTheCube(double speed, double power) =>
        Assert.Equal(power, Affinity.PowerFraction(speed), 12);

    [Fact]
    public void FlowAndHeadFraction_HalfSpeed_AreAHalfAndAQuarter()
    {
        Assert.Equal(0.5, Affinity.FlowFraction(740, 1480), 12);
        Assert.Equal(0.25, Affinity.HeadFraction(0.5), 12);
    }
}
