using CsCheck;

namespace Gateway.Devices.Tests;

public sealed class LinearScaleTests
{
    [Theory]
    [InlineData(57, 0.01, 0, 0.57)]
    [InlineData(-149730, 0.01, 0, -1497.3)]
    [InlineData(3, 0.1, 0, 0.3)]
    [InlineData(20000, 0.005, 0, 100)]
    [InlineData(5, 1000, 0, 5000)]
    [InlineData(7, 0.3, 0, 7 * 0.3)]
    [InlineData(250, 0.1, -40, -15)]
    [InlineData(12, -1, 0, -12)]
    public void Apply_ScaleAndOffset_GivesTheNearestDouble(double raw, double scale, double offset, double value) =>
        Assert.Equal(value, LinearScale.Apply(raw, scale, offset));

    [Fact]
    public void Apply_DecimalScale_ReadsLikeTheDecimalNumber() => Gen.Int[-1_000_000, 1_000_000].Sample(raw =>
        LinearScale.Apply(raw, 0.01, 0) == (double)(raw * 0.01m));
}
