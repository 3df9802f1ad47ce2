namespace Gateway.Energy.Tests;

public sealed class MotorEfficiencyTests
{
    // Vector M5.
    [Theory]
    [InlineData(1.0, 0.936)]
    [InlineData(0.75, 0.938)]
    [InlineData(0.5, 0.93258667)]
    [InlineData(0.25, 0.89900576)]
    public void At_ALoad_IsTheTwoPointModel(double load, double expected) =>
        Assert.Equal(expected, MotorEfficiency.Of(0.936, 0.938)!.At(load), 8);

    [Theory]
    [InlineData(0.936, 0.8)]
    [InlineData(0.8, 0.936)]
    public void Of_TwoPointsThatNoMotorHas_IsNone(double fullLoad, double threeQuarterLoad) =>
        Assert.Null(MotorEfficiency.Of(fullLoad, threeQuarterLoad));

    [Fact]
    public void At_NoLoad_IsThatOfTheSmallestLoad() =>
        Assert.Equal(MotorEfficiency.Of(0.936, 0.938)!.At(0.05), MotorEfficiency.Of(0.936, 0.938)!.At(0));
}
