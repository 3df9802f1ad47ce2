using CsCheck;

namespace Gateway.Core.Tests;

public sealed class WindowTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(90);

    private static readonly Gen<Sample[]> AnySamples = Gen.Select(
        Gen.Int[1, 120_000], Gen.Double[-200, 200], Gen.Frequency((9, Gen.Const(Quality.Good)), (1, Gen.Const(Quality.Timeout))))
        .Array[1, 60].Select(steps =>
        {
            var time = Start;
            return steps.Select(step => new Sample(time = time.AddMilliseconds(step.Item1), step.Item2, step.Item3)).ToArray();
        });

    [Fact]
    public void Add_SegmentOverTheEdge_IsCutByLinearInterpolation()
    {
        var closed = Fold([At(30, 10), At(90, 40)], Period.Minute, out var open);

        var minute = Assert.Single(closed);
        Assert.Equal((10 + 25) / 2.0 * 30 / 3600, minute[0].ValueHours, 12);
        Assert.Equal(50, minute[0].CoveragePct(Period.Minute), 9);
        Assert.Equal((25 + 40) / 2.0 * 30 / 3600, open[0].ValueHours, 12);
        Assert.Equal(Start.AddMinutes(1), open.Period.Start);
    }

    [Fact]
    public void Add_SampleOnTheEdge_ClosesThePeriodWithFullCoverage()
    {
        var closed = Fold([At(0, 7), At(60, 7)], Period.Minute, out var open);

        Assert.Equal(Period.Minute, Assert.Single(closed)[0].Covered);
        Assert.Equal(Quality.Good, closed[0][0].QualityOver(Period.Minute));
        Assert.Equal(TimeSpan.Zero, open[0].Covered);
    }

    [Fact]
    public void Add_SegmentSpansAWholePeriod_ClosesThatPeriodToo()
    {
        var closed = Fold([At(59, 6), At(121, 6)], Period.Minute, out _);

        Assert.Equal([1.0, 60.0], closed.Select(window => window[0].Covered.TotalSeconds));
    }

    [Fact]
    public void Add_LongSilence_PassesOverTheEmptyPeriods()
    {
        var closed = Fold([At(0, 6), At(30, 6), At(86_400, 6)], Period.Minute, out var open);

        Assert.Equal(TimeSpan.FromSeconds(30), Assert.Single(closed)[0].Covered);
        Assert.Equal(Start.AddDays(1), open.Period.Start);
    }

    [Fact]
    public void Add_SumGoesOnWhileAnotherIsBad_KeepsThemApart()
    {
        var closed = new List<Window>();
        var window = Window.Containing(Start, Period.Minute, 2)
            .Add([At(0, 1), At(0, 2)], Gap, closed)
            .Add([At(50, 1), Sample.Missing(Start.AddSeconds(50), Quality.Timeout)], Gap, closed)
            .Add([At(70, 1), At(70, 2)], Gap, closed);

        Assert.Equal(100, Assert.Single(closed)[0].CoveragePct(Period.Minute), 9);
        Assert.Equal(Quality.Timeout, closed[0][1].QualityOver(Period.Minute));
        Assert.Equal(TimeSpan.FromSeconds(10), window[0].Covered);
        Assert.Equal(TimeSpan.Zero, window[1].Covered);
    }

    [Fact]
    public void IsOf_OtherLengthOrNumberOfSums_IsFalse()
    {
        var window = Window.Containing(Start, Period.Minute, 2);

        Assert.True(window.IsOf(Period.Minute, 2));
        Assert.False(window.IsOf(Period.Hour, 2));
        Assert.False(window.IsOf(Period.Minute, 3));
    }

    [Fact]
    public void Add_AnySamples_SumOfAllMinutesIsTheTotal() => AnySamples.Sample(samples =>
    {
        var total = samples.Aggregate(default(Integrator), (sum, sample) => sum.Add(sample, Gap));
        List<Window> minutes = [.. Fold(samples, Period.Minute, out var open), open];

        Assert.Equal(total.Covered, minutes.Aggregate(TimeSpan.Zero, (sum, minute) => sum + minute[0].Covered));
        Assert.Equal(total.ValueHours, minutes.Sum(minute => minute[0].ValueHours), 1e-9);
        Assert.All(minutes, minute => Assert.InRange(minute[0].Covered, TimeSpan.Zero, Period.Minute));
        Assert.Equal(minutes.Count, minutes.Select(minute => minute.Period.Start).Distinct().Count());
    });

    private static List<Window> Fold(Sample[] samples, TimeSpan length, out Window open)
    {
        var closed = new List<Window>();
        open = samples.Aggregate(
            Window.Containing(samples[0].Time, length, 1), (window, sample) => window.Add([sample], Gap, closed));
        return closed;
    }

    private static Sample At(double seconds, double value) => new(Start.AddSeconds(seconds), value, Quality.Good);
}
