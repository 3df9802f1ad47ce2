namespace Gateway.Devices.Tests;

public sealed class QuantitiesTests
{
    [Fact]
    public void ByUnit_EveryUnitButPercent_TellsItsQuantity() =>
        Assert.Equal(
            UnitToken.ByUnit.Keys.Except(["%"]).Order(StringComparer.Ordinal),
            Quantities.ByUnit.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("kW", PointType.F32, "active_power")]
    [InlineData("", PointType.Bits32, "status")]
    [InlineData("", PointType.Bool, "status")]
    [InlineData("", PointType.U16, "")]
    [InlineData("%", PointType.F32, "")]
    public void Default_UnitFirstThenType(string unit, PointType type, string quantity) =>
        Assert.Equal(quantity, Quantities.Default(unit, type));
}
