using Gateway.Core;

namespace Gateway.Devices.Tests;

public sealed class RateRuleTests
{
    private const Quality Good = Quality.Good;
    private const Quality Fast = Quality.RateOfChange;
    private const string Concentration = "  so2: {address: 0, type: float32, unit: mg/m3, max_rate: 50}\n";

    [Theory]
    [InlineData(50, Good)]
    [InlineData(-50, Good)]
    [InlineData(50.000001, Fast)]
    [InlineData(-50.000001, Fast)]
    public void Screen_AStep_IsMarkedOnlyBeyondTheLargest(double step, Quality quality) =>
        Assert.Equal([Good, quality], Device().Row(100, 100 + step));

    [Fact]
    public void Screen_StepsOfTheLargestSizeInScaledNumbers_AreNotMarkedForTheirLastBits()
    {
        var device = ScreenedDevice.Of("  t: {address: 0, type: int16, scale: 0.1, unit: degC, max_rate: 0.1}\n");

        Assert.All(device.Row([.. Enumerable.Range(0, 500).Select(raw => raw / 10.0)]), quality => Assert.Equal(Good, quality));
    }

    [Fact]
    public void Screen_ALongerTimeBetweenReadings_AllowsALargerStep()
    {
        var device = Device();
        device.Poll(0, 100);

        Assert.Equal(Good, device.Poll(4, 300)[0].Quality);
        Assert.Equal(Fast, device.Poll(5, 351)[0].Quality);
    }

    [Fact]
    public void Screen_OnePeak_IsMarkedAloneAndNotTheReturn() =>
        Assert.Equal([Good, Fast, Good, Good], Device().Row(100, 900, 100, 101));

    [Fact]
    public void Screen_AStepThatStays_IsAcceptedWithTheThirdReadingThatAgrees() =>
        Assert.Equal([Good, Fast, Fast, Good, Good, Good], Device().Row(100, 900, 905, 900, 901, 950));

    [Fact]
    public void Screen_StepAfterInTheProfile_IsHowManyReadingsItTakes() => Assert.Equal(
        [Good, Fast, Fast, Fast, Fast, Good],
        ScreenedDevice.Of("  a: {address: 0, type: float32, max_rate: 1, step_after: 5}\n").Row(0, 900, 900, 900, 900, 900));

    [Fact]
    public void Screen_JumpsThatDoNotAgree_DoNotConfirmEachOther() =>
        Assert.Equal([Good, Fast, Fast, Fast, Fast, Good], Device().Row(0, 2000, 5000, 8000, 2000, 0));

    [Fact]
    public void Screen_NineReadingsWithoutValue_LeaveTheReference()
    {
        var device = ScreenedDevice.Of("  a: {address: 0, type: float32, max_rate: 1}\n");
        var gap = Enumerable.Repeat(double.NaN, RateRule.MissesUntilForgotten - 1);

        Assert.Equal(Fast, device.Row([0, .. gap, 1000])[^1]);
    }

    [Fact]
    public void Screen_TenReadingsWithoutValue_LeaveNothingToJudgeBy()
    {
        var device = ScreenedDevice.Of("  a: {address: 0, type: float32, max_rate: 1}\n");
        var gap = Enumerable.Repeat(double.NaN, RateRule.MissesUntilForgotten);

        Assert.Equal(Good, device.Row([0, .. gap, 1000])[^1]);
    }

    [Fact]
    public void Screen_AReadingOutOfRange_IsNoReference() => Assert.Equal(
        [Good, Quality.OutOfRange, Good],
        ScreenedDevice.Of("  a: {address: 0, type: float32, max_rate: 50, max: 1000}\n").Row(100, 5000, 120));

    [Fact]
    public void Screen_AClockSetBack_IsNoReasonToMark()
    {
        var device = Device();
        device.Poll(100, 0);

        Assert.Equal(Good, device.Poll(40, 500)[0].Quality);
        Assert.Equal(Fast, device.Poll(41, 600)[0].Quality);
    }

    [Fact]
    public void Screen_ACounter_MayFallButNotLeap() => Assert.Equal(
        [Good, Good, Good, Fast, Good],
        ScreenedDevice.Of("  e: {address: 0, type: float32, unit: kWh, max_rate: 1}\n").Row(99999, 100000, 0.5, 5000, 2.5));

    [Fact]
    public void Screen_RateOff_MarksNothing()
    {
        var profile = ProfileTexts.Profile("points:\n" + Concentration);
        var off = profile.Points[0] with { Screening = profile.Points[0].Screening with { Off = ScreeningRules.Rate } };

        Assert.Equal([Good, Good], new ScreenedDevice(profile with { Points = [off] }).Row(0, 1e9));
    }

    private static ScreenedDevice Device() => ScreenedDevice.Of(Concentration);
}
