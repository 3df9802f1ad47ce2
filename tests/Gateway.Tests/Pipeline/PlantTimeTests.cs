using CsCheck;
using Gateway.Core;
using Gateway.Pipeline;

namespace Gateway.Tests.Pipeline;

public sealed class PlantTimeTests
{
    private const int Polls = 700;
    private const string Power = "meter,device=meter active_power_kw";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly Lazy<SteppedPlant> Undisturbed = new(() => new SteppedPlant().Run(Polls));
    private static readonly Lazy<SteppedPlant> Restarted = new(() => new SteppedPlant().Run(Polls).Run(Polls));
    private static readonly TimeSpan[] Usual = [Hour, -Hour, Day, -Day, TimeSpan.FromDays(-20_000), TimeSpan.FromDays(20_000)];
    private static readonly Gen<TimeSpan> By = Gen.OneOf(
        Gen.Int[0, 5].Select(i => Usual[i]),
        Gen.Int[-200_000_000, 200_000_000].Select(ms => TimeSpan.FromMilliseconds(ms)),
        Gen.Int[-60_000, 60_000].Select(ms => TimeSpan.FromMilliseconds(ms)));

    private static readonly Gen<(int Poll, int SecondsBefore, TimeSpan By)> Step = Gen.Select(Gen.Int[1, Polls - 1], Gen.Int[0, 9], By);

    public static TheoryData<double> Hours => [1, -1, 24, -24];

    [Theory]
    [MemberData(nameof(Hours))]
    public void Step_AtAnyInstant_ChangesNoTotalAndNoPointOverwritesAnother(double hours) =>
        Gen.Select(Gen.Int[1, Polls - 1], Gen.Int[0, 9]).Sample(
            (poll, before) =>
            {
                var plant = new SteppedPlant().Run(Polls, (poll, before, TimeSpan.FromHours(hours)));
                AssertTotalsAreTrue(plant);
                AssertSumsAreTheTotal(plant);
                foreach (var series in plant.All.GroupBy(reading => reading.Series, reading => reading.Time))
                {
                    Assert.Equal(series.Order().Distinct(), series);
                }
            },
            iter: 12);

    [Fact]
    public void Steps_AnyAtAnyInstant_ChangeNoTotalAndAreReplayedBitForBit() => Step.Array[0, 4].Sample(
        steps =>
        {
            var plant = new SteppedPlant().Run(Polls, steps);
            AssertTotalsAreTrue(plant);
            AssertSumsAreTheTotal(plant);
            Assert.Equal(plant.Results.Select(Bits), plant.Replayed().Select(Bits));
        },
        iter: 40);

    [Fact]
    public void Step_WithARestartBehindIt_ChangesNoTotal() => Step.Array[1, 2].Sample(
        steps =>
        {
            var plant = new SteppedPlant().Run(Polls, steps);
            plant.Restart();
            plant.Run(Polls);

            // What passed over the restart is not known: an interval more or less.
            Assert.Equal(Restarted.Value.MeasuredKwh, plant.MeasuredKwh, SteppedPlant.MostKw * SteppedPlant.Interval.TotalHours);
            Assert.InRange(plant.Covered, Restarted.Value.Covered - SteppedPlant.Interval, Restarted.Value.Covered + SteppedPlant.Interval);
        },
        iter: 20);

    [Fact]
    public void SetBackByAnHour_StampsRunAtHalfSpeedUntilTheyAreRightAgain()
    {
        var plant = new SteppedPlant().Run(1000, (100, 5, -Hour));
        var stamps = plant.Of(Power).Select(reading => reading.Time).ToList();
        Assert.Equal(TimeSpan.FromSeconds(10), stamps[99] - stamps[98]);
        Assert.Equal(TimeSpan.FromSeconds(5), stamps[300] - stamps[299]);
        Assert.Equal(TimeSpan.FromSeconds(10), stamps[900] - stamps[899]);
        Assert.Equal(SteppedPlant.Start + (1000 * SteppedPlant.Interval) - Hour, stamps[999].AddMilliseconds(-1));

        // Two hours at half speed: as many small steps as polls, an hour in all.
        var told = plant.Of("gateway clock_step_ms").ToList();
        Assert.InRange(told.Count, 715, 725);
        Assert.Equal(-Hour.TotalMilliseconds, told.Sum(step => step.Value));
    }

    [Fact]
    public void SetForward_StampsFollowAtOnceAndTheStepIsTold()
    {
        var plant = new SteppedPlant().Run(20, (10, 5, Hour));
        var stamps = plant.Of(Power).Select(reading => reading.Time).ToList();
        Assert.Equal(Hour + SteppedPlant.Interval, stamps[10] - stamps[9]);
        Assert.Equal(Hour.TotalMilliseconds, Assert.Single(plant.Of("gateway clock_step_ms")).Value);
    }

    [Fact]
    public void Start_MachineWithoutABattery_GoesOnBehindTheNewestReadingUntilTheClockIsRight()
    {
        var clock = new SetClock(DateTimeOffset.UnixEpoch);
        var newest = SteppedPlant.Start;
        var isSynchronised = false;
        var notes = new List<string>();
        var time = new PlantTime(clock, newest, new ClockSeries([]), () => isSynchronised, (kind, _) => notes.Add(kind));
        clock.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal([(1, 0.0)], time.Turn().Select(told => (told.Series, told.Value)));
        Assert.Equal(newest.AddSeconds(10), time.GetUtcNow());

        clock.Set(newest.AddHours(2) - clock.GetUtcNow());
        isSynchronised = true;
        Assert.Equal([0, 1], time.Turn().Select(told => told.Series));
        Assert.Equal(newest.AddHours(2), time.GetUtcNow());
        Assert.Equal(["clock-unsynchronised", "clock-step", "clock-synchronised"], notes);
    }

    [Fact]
    public void Turn_Unsynchronised_MarksAtOnceAndOncePerMinute()
    {
        var clock = new SetClock(SteppedPlant.Start);
        var time = new PlantTime(clock, null, new ClockSeries([]), () => false, (_, _) => { });
        var marks = new List<Reading>();
        for (var second = 0; second < 180; second++)
        {
            marks.AddRange(time.Turn());
            clock.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([0.0, 60, 120], marks.Select(mark => (mark.Time - SteppedPlant.Start).TotalSeconds));
        Assert.All(marks, mark => Assert.Equal((1, 0.0), (mark.Series, mark.Value)));
    }

    [Fact]
    public void Turn_NobodyKnowsWhetherItIsSynchronised_SaysNothing() =>
        Assert.Empty(new PlantTime(new SetClock(SteppedPlant.Start), null, new ClockSeries([]), () => null, (_, _) => { }).Turn());

    [Fact]
    public void KernelClock_OnLinux_Answers() => Assert.Equal(OperatingSystem.IsLinux(), KernelClock.IsSynchronised() is not null);

    private static void AssertTotalsAreTrue(SteppedPlant plant)
    {
        // Stamps are whole milliseconds, also while they run slow.
        var rounding = TimeSpan.FromMilliseconds(20);
        Assert.Equal(Undisturbed.Value.MeasuredKwh, plant.MeasuredKwh, SteppedPlant.MostKw * rounding.TotalHours);
        Assert.Equal(Undisturbed.Value.LoadKg, plant.LoadKg, SteppedPlant.MostKgPerH * rounding.TotalHours);
        Assert.InRange(plant.Covered, Undisturbed.Value.Covered - rounding, Undisturbed.Value.Covered + rounding);
    }

    // What the database is asked for in the end: no minute and no hour that is lost, negative or there twice.
    private static void AssertSumsAreTheTotal(SteppedPlant plant)
    {
        foreach (var (period, underWay) in new[] { ("minute", plant.UnderWayKwh.Minute), ("hour", plant.UnderWayKwh.Hour) })
        {
            var closed = plant.Of($"savings,period={period},retrofit=fan measured_kwh").Where(sum => double.IsFinite(sum.Value)).ToList();
            Assert.All(closed, sum => Assert.InRange(sum.Value, 0, double.MaxValue));
            Assert.Equal(plant.MeasuredKwh, closed.Sum(sum => sum.Value) + underWay, 1e-9);
        }
    }

    private static (int Series, DateTimeOffset Time, long Value, Quality Quality) Bits(Reading reading) =>
        (reading.Series, reading.Time, BitConverter.DoubleToInt64Bits(reading.Value), reading.Quality);
}
