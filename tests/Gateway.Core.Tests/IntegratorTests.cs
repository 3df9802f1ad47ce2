using System.Text.Json;
using System.Text.Json.Serialization;
using CsCheck;

namespace Gateway.Core.Tests;

public sealed partial class IntegratorTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(90);
    private static readonly (double Seconds, double Kw)[] Vector = [(0, 30), (60, 32), (120, 31), (180, 29), (300, 33), (360, 32)];

    // Vector E4: trapezoid over the six samples.
    [Fact]
    public void Add_NoGapLimit_GivesTheWholeTrapezoid()
    {
        var sum = Fold(Vector, TimeSpan.FromSeconds(120));

        Assert.Equal(3.11666667, sum.ValueHours, 8);
        Assert.Equal(TimeSpan.FromSeconds(360), sum.Covered);
    }

    // Vector E5: the same with a gap limit of 90 s, which leaves out the segment from 180 s to 300 s.
    [Fact]
    public void Add_SegmentLongerThanTheGap_IsLeftOut()
    {
        var sum = Fold(Vector, Gap);

        Assert.Equal(2.08333333, sum.ValueHours, 8);
        Assert.Equal(TimeSpan.FromSeconds(240), sum.Covered);
        Assert.Equal(66.6667, sum.CoveragePct(TimeSpan.FromSeconds(360)), 4);
        Assert.Equal(4, sum.Segments);
        Assert.Equal(Quality.PartialCoverage, sum.QualityOver(TimeSpan.FromSeconds(360)));
    }

    [Fact]
    public void Add_BadSampleBetweenGoodOnes_LeavesOutBothItsSegments()
    {
        var sum = default(Integrator)
            .Add(At(0, 10), Gap).Add(At(10, 10), Gap)
            .Add(At(20, 99, Quality.Calibration), Gap)
            .Add(At(30, 10), Gap).Add(At(40, 10), Gap);

        Assert.Equal(10 * 20 / 3600.0, sum.ValueHours, 12);
        Assert.Equal(TimeSpan.FromSeconds(20), sum.Covered);
        Assert.Equal(Quality.Good, sum.Worst);
        Assert.Equal(Quality.Calibration, sum.WorstExcluded);
    }

    [Fact]
    public void Add_OnlyBadSamples_SaysWhyNothingIsCovered()
    {
        var sum = default(Integrator).Add(At(0, double.NaN, Quality.Timeout), Gap).Add(At(10, double.NaN, Quality.Stale), Gap);

        Assert.Equal(Quality.Timeout, sum.QualityOver(Period.Minute));
        Assert.Null(sum.Mean);
    }

    [Theory]
    [InlineData(Quality.Good, Quality.Stuck)]
    [InlineData(Quality.Stuck, Quality.Good)]
    public void Add_UncertainEnd_IsCountedAndRemembered(Quality from, Quality to)
    {
        var sum = default(Integrator).Add(At(0, 10, from), Gap).Add(At(60, 10, to), Gap);

        Assert.Equal(TimeSpan.FromMinutes(1), sum.Covered);
        Assert.Equal(Quality.Stuck, sum.QualityOver(Period.Minute));
    }

    [Fact]
    public void Add_SampleNotLaterThanTheLast_ChangesNothing()
    {
        var sum = default(Integrator).Add(At(0, 10), Gap).Add(At(30, 10), Gap);

        Assert.Equal(sum, sum.Add(At(30, 50), Gap));
        Assert.Equal(sum, sum.Add(At(10, 50), Gap));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Add_GoodButNotFinite_IsLeftOut(double value)
    {
        var sum = default(Integrator).Add(At(0, 10), Gap).Add(At(10, value), Gap).Add(At(20, 10), Gap);

        Assert.Equal(0, sum.ValueHours);
        Assert.Equal(TimeSpan.Zero, sum.Covered);
    }

    [Fact]
    public void SplitAt_AtTheNextSample_TakesTheWholeSegment()
    {
        var (before, after) = default(Integrator).Add(At(0, 0.1), Gap).SplitAt(Start.AddSeconds(60), At(60, 0.3), Gap);

        Assert.Equal(0.2 / 60, before.ValueHours, 15);
        Assert.Equal(At(60, 0.3), after.Last);
        Assert.Equal(TimeSpan.Zero, after.Covered);
    }

    [Fact]
    public void SplitAt_LastSampleMovedOverTheEdge_LeavesTheSegmentToTheSecond()
    {
        var begun = default(Integrator).Add(At(0, 1), Gap).Add(At(30, 1), Gap).Moved(TimeSpan.FromHours(1));
        var (before, after) = begun.SplitAt(Start.AddSeconds(60), At(3660, 1), Gap);
        Assert.Equal(TimeSpan.FromSeconds(30), before.Covered);
        Assert.Equal(TimeSpan.FromSeconds(30), after.Add(At(3660, 1), Gap).Covered);
    }

    [Fact]
    public void SplitAt_AnyEdge_SumOfPartsIsTheTotal() => Gen.Select(
        Gen.Double[-500, 500], Gen.Double[-500, 500], Gen.Int[1, 90_000], Gen.Double[0.001, 1]).Sample((from, to, ms, share) =>
    {
        var next = new Sample(Start.AddMilliseconds(ms), to, Quality.Good);
        var edge = Start.AddMilliseconds(Math.Max(1, Math.Floor(ms * share)));
        var begun = default(Integrator).Add(new Sample(Start, from, Quality.Good), Gap);
        var whole = begun.Add(next, Gap);
        var (before, after) = begun.SplitAt(edge, next, Gap);
        after = after.Add(next, Gap);

        Assert.Equal(whole.ValueHours, before.ValueHours + after.ValueHours, 1e-12);
        Assert.Equal(whole.Covered, before.Covered + after.Covered);
    });

    [Theory]
    [InlineData(1, 3)]
    [InlineData(10, 30)]
    [InlineData(30, 90)]
    [InlineData(60, 90)]
    public void LargestGapFor_PollInterval_IsThreeTimesCappedAt90s(double pollSeconds, double gapSeconds) =>
        Assert.Equal(TimeSpan.FromSeconds(gapSeconds), Integrator.LargestGapFor(TimeSpan.FromSeconds(pollSeconds)));

    [Fact]
    public void Json_AnyIntegrator_ComesBackBitForBit() => Gen.Select(
        Gen.Double, Gen.Int[0, 1_000_000], Gen.Byte, Gen.Bool).Sample((value, ms, code, twice) =>
    {
        var sum = default(Integrator).Add(At(0, 1.1), Gap).Add(new Sample(Start.AddMilliseconds(ms), value, (Quality)code), Gap);
        sum = twice ? sum.Add(new Sample(Start.AddMilliseconds(2 * ms), value, Quality.Good), Gap) : sum;
        var json = JsonSerializer.Serialize(sum, IntegratorJson.Default.Integrator);
        var back = JsonSerializer.Deserialize(json, IntegratorJson.Default.Integrator);

        Assert.Equal(BitConverter.DoubleToInt64Bits(sum.ValueHours), BitConverter.DoubleToInt64Bits(back.ValueHours));
        Assert.Equal(sum, back);
    });

    private static Integrator Fold((double Seconds, double Kw)[] samples, TimeSpan gap) =>
        samples.Aggregate(default(Integrator), (sum, sample) => sum.Add(At(sample.Seconds, sample.Kw), gap));

    private static Sample At(double seconds, double value, Quality quality = Quality.Good) =>
        new(Start.AddSeconds(seconds), value, quality);

    [JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    [JsonSerializable(typeof(Integrator))]
    private sealed partial class IntegratorJson : JsonSerializerContext;
}
