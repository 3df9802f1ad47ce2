namespace Gateway.Emissions.Tests;

public sealed class ExcessAirTests
{
    private static readonly OxygenCorrection Chinese = new();

    // Vector T23.
    [Theory]
    [InlineData(6, 1.4)]
    [InlineData(9, 1.75)]
    [InlineData(15, 3.5)]
    public void Alpha_Oxygen(double oxygenPct, double expected) =>
        Assert.Equal(expected, ExcessAir.Alpha(oxygenPct, Chinese)!.Value, 1e-4);

    // Vectors T25 and T31.
    [Theory]
    [InlineData(28.4, 8, 1.4, 32.769231)]
    [InlineData(60, 12, 1.7, 82.352941)]
    public void Concentration_PrescribedAlpha(double mgPerM3, double oxygenPct, double prescribed, double expected) =>
        Assert.Equal(expected, ExcessAir.Concentration(mgPerM3, ExcessAir.Alpha(oxygenPct, Chinese)!.Value, prescribed), 1e-5);

    [Theory]
    [InlineData(21)]
    [InlineData(double.NaN)]
    public void Alpha_OxygenOutOfRange_IsNull(double oxygenPct) => Assert.Null(ExcessAir.Alpha(oxygenPct, Chinese));
}
