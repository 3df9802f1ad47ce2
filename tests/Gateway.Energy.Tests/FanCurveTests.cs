namespace Gateway.Energy.Tests;

public sealed class FanCurveTests
{
    // Vectors F1.
    [Theory]
    [InlineData(1.0, 1.00082917, 0.98983217, 0.99900687)]
    [InlineData(0.8, 0.92959540, 0.69749535, 0.65564210)]
    [InlineData(0.6, 0.83096903, 0.52927039, 0.37862697)]
    [InlineData(0.5, 0.77138361, 0.47862002, 0.26674587)]
    [InlineData(0.4, 0.70495004, 0.44330183, 0.17354658)]
    public void PowerFraction_InRange_IsTheDoe2Curve(double plr, double damper, double vane, double speed)
    {
        Assert.Equal(damper, FanCurve.OutletDamper.PowerFraction(plr)!.Value, 8);
        Assert.Equal(vane, FanCurve.InletVane.PowerFraction(plr)!.Value, 8);
        Assert.Equal(speed, FanCurve.VariableSpeed.PowerFraction(plr)!.Value, 8);
    }

    // Vector F2: a year's load profile of a fan of 75 kW on the shaft and 0.95 motor efficiency.
    [Fact]
    public void PowerFraction_BinnedLoadProfile_GivesTheYearsEnergies()
    {
        Assert.Equal(561591.434, YearKwh(FanCurve.OutletDamper), 3);
        Assert.Equal(409652.836, YearKwh(FanCurve.InletVane), 3);
        Assert.Equal(353829.263, YearKwh(FanCurve.VariableSpeed), 3);
        Assert.Equal(207762.171, YearKwh(FanCurve.OutletDamper) - YearKwh(FanCurve.VariableSpeed), 3);
    }

    [Theory]
    [InlineData(0.2999)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1.1001)]
    [InlineData(double.NaN)]
    public void PowerFraction_OutOfRange_IsNotClaimable(double plr) =>
        Assert.All(FanCurve.All, curve => Assert.Null(curve.PowerFraction(plr)));

    [Fact]
    public void PowerFraction_EdgesOfTheRange_Count() => Assert.All(FanCurve.All, curve =>
    {
        Assert.NotNull(curve.PowerFraction(FanCurve.SmallestPlr));
        Assert.NotNull(curve.PowerFraction(FanCurve.LargestPlr));
    });

    private static double YearKwh(FanCurve curve)
    {
        (double Plr, double Hours)[] bins = [(1, 500), (0.9, 1000), (0.8, 2000), (0.7, 2000), (0.6, 1500), (0.5, 1000)];
        return bins.Sum(bin => 75 / 0.95 * curve.PowerFraction(bin.Plr)!.Value * bin.Hours);
    }
}
