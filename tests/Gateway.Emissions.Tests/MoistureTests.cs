namespace Gateway.Emissions.Tests;

public sealed class MoistureTests
{
    // Vectors T12 and T13.
    [Theory]
    [InlineData(250, 284.090909)]
    [InlineData(6.0, 6.818182)]
    public void DryFromWet_TwelvePercent(double wet, double expected) =>
        Assert.Equal(expected, Moisture.DryFromWet(wet, 0.12)!.Value, 1e-6);

    [Theory]
    [InlineData(-0.01)]
    [InlineData(0.6)]
    [InlineData(12)]
    [InlineData(double.NaN)]
    public void DryFromWet_FractionThatCannotBe_IsNull(double fraction) => Assert.Null(Moisture.DryFromWet(250, fraction));
}
