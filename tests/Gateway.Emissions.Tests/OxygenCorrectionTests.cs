using CsCheck;

namespace Gateway.Emissions.Tests;

public sealed class OxygenCorrectionTests
{
    private static readonly OxygenCorrection Chinese = new();

    // Vectors T24 and T26 to T28.
    [Theory]
    [InlineData(28.4, 8.0, 6, 32.769231)]
    [InlineData(28.4, 4.0, 6, 25.058824)]
    [InlineData(120, 11, 9, 144.000000)]
    [InlineData(5, 20.5, 6, 150.000000)]
    public void Correct_OxygenInRange(double mgPerM3, double oxygenPct, double referencePct, double expected)
    {
        var corrected = Chinese.Correct(mgPerM3, oxygenPct, referencePct);

        Assert.Equal(CorrectionOutcome.Computed, corrected.Outcome);
        Assert.Equal(expected, corrected.MgPerM3!.Value, 1e-5);
    }

    // Vector T30, and the other ways in which the factor would explode.
    [Theory]
    [InlineData(21.4, CorrectionOutcome.OxygenTooHigh)]
    [InlineData(21, CorrectionOutcome.OxygenTooHigh)]
    [InlineData(20.95, CorrectionOutcome.OxygenTooHigh)]
    [InlineData(double.PositiveInfinity, CorrectionOutcome.OxygenTooHigh)]
    [InlineData(-2, CorrectionOutcome.OxygenInvalid)]
    [InlineData(double.NaN, CorrectionOutcome.OxygenInvalid)]
    public void Correct_OxygenOutOfRange_SaysWhy(double oxygenPct, CorrectionOutcome expected)
    {
        var corrected = Chinese.Correct(5, oxygenPct, 6);

        Assert.Null(corrected.MgPerM3);
        Assert.Equal(expected, corrected.Outcome);
    }

    // Vector T32.
    [Fact]
    public void Correct_AmericanAmbientShare_IsConfigurable() =>
        Assert.Equal(37.563025, new OxygenCorrection { AmbientOxygenPct = 20.9 }.Correct(30, 9, 6).MgPerM3!.Value, 1e-5);

    [Fact]
    public void Correct_AnyOxygen_IsFiniteAndKeepsTheSign() => Gen.Select(
        Gen.Double[-100, 10_000], Gen.Double[-30, 130], Gen.Double[0, 18]).Sample((mgPerM3, oxygenPct, referencePct) =>
        Chinese.Correct(mgPerM3, oxygenPct, referencePct).MgPerM3 is not { } corrected
        || (double.IsFinite(corrected) && Math.Sign(corrected) == Math.Sign(mgPerM3)));
}
