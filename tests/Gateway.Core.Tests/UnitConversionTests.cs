namespace Gateway.Core.Tests;

public sealed class UnitConversionTests
{
    [Theory]
    [InlineData("kPa", "Pa", 1000)]
    [InlineData("W", "kW", 0.001)]
    [InlineData("ppb", "ppm", 0.001)]
    [InlineData("g/m3", "mg/m3", 1000)]
    [InlineData("r/min", "rpm", 1)]
    public void Factor_SameDimension_IsTheRatio(string from, string to, double expected) =>
        Assert.Equal(expected, UnitConversion.Factor(from, to));

    [Theory]
    [InlineData("Pa", "degC")]
    [InlineData("ppm", "mg/m3")]
    [InlineData("furlong", "furlong")]
    public void Factor_OtherDimensionOrUnknown_IsNull(string from, string to) => Assert.Null(UnitConversion.Factor(from, to));
}
