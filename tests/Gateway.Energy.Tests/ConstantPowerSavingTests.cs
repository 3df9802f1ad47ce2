namespace Gateway.Energy.Tests;

public sealed class ConstantPowerSavingTests
{
    // Vector V2.
    [Fact]
    public void Kwh_MeasuredDifferenceAndStipulatedHours_IsTheirProduct() =>
        Assert.Equal(45880.00, ConstantPowerSaving.Kwh(18.6, 11.2, 6200), 6);

    [Fact]
    public void Kwh_MorePowerAfterwards_IsNegative() => Assert.Equal(-1000, ConstantPowerSaving.Kwh(10, 11, 1000), 9);
}
