namespace Gateway.Energy.Tests;

public sealed class LineSidePowerTests
{
    // Vector V1.
    [Fact]
    public void FromDriveOutputKw_Efficiency_AddsTheDrivesLosses() =>
        Assert.Equal(41.450777, LineSidePower.FromDriveOutputKw(40, 0.965), 6);

    [Theory]
    [InlineData(0)]
    [InlineData(96.5)]
    public void FromDriveOutputKw_EfficiencyThatCannotBe_IsRefused(double efficiency) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LineSidePower.FromDriveOutputKw(40, efficiency));
}
