using CsCheck;
using Gateway.Core;

namespace Gateway.Devices.Tests;

public sealed class DeviceScreenTests
{
    private const string AllRules = """
        points:
          so2: {address: 0, type: float32, min: 0, max: 500, not_available: ["0xFFFFFFFF"], max_rate: 50, step_after: 2,
                stuck_after: 4s, stuck_band: 0.1, fresh_by: sequence, fresh_within: 3s}
          status: {address: 2, type: bits16, bits: {0: {name: calibration, quality: calibration}, 1: {name: fault, quality: fault},
                   2: {name: beyond, quality: out_of_range}}, applies_to: [so2]}
          sequence: {address: 3, type: uint16}
        """;

    private static readonly DeviceProfile Profile = ProfileTexts.Profile(AllRules + "\n");

    private static readonly DeviceProfile TwoIntervals = ProfileTexts.Profile("""
        points:
          a: {address: 0, type: float32, max_rate: 50, step_after: 2, stuck_after: 4s, stuck_band: 0.1}
          b: {address: 2, type: uint16, max: 1, stuck_after: 1s, interval: 10s}
        """ + "\n");

    private static readonly double[] Odd =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, -1, 501, double.Epsilon];

    // Mostly plausible, so that a rule's past builds up; now and then what a wire and a device come up with.
    private static readonly Gen<double> Value = Gen.Frequency(
        (8, Gen.Int[0, 6].Select(step => step * 40.0)),
        (1, Gen.Int[0, Odd.Length - 1].Select(index => Odd[index])),
        (1, Gen.Double));

    private static readonly Gen<(int Millis, double So2, int Status, int Sequence)[]> Polls =
        Gen.Select(Gen.Int[-2000, 5000], Value, Gen.Frequency((6, Gen.Const(0)), (1, Gen.Int[0, 7])), Gen.Int[0, 2]).Array[1, 60];

    [Fact]
    public void Screen_AnyReadings_ChangesNoValueAndMakesNoQualityBetter() => Polls.Sample(polls =>
    {
        var device = new ScreenedDevice(Profile);
        foreach (var (second, poll) in Timed(polls))
        {
            var alone = double.IsNaN(poll.So2) ? (double.NaN, Quality.Timeout) : PointScreen.Judge(Profile.Points[0], poll.So2);
            var reading = device.Poll(second, poll.So2, poll.Status, poll.Sequence)[0];
            Assert.Equal(alone.Item1, reading.Value);
            Assert.True(reading.Quality >= alone.Item2);
        }
    });

    [Fact]
    public void Screen_TheSameReadingsAgain_GiveTheSameQualitiesAndCounts() => Polls.Sample(polls =>
    {
        var (first, again) = (new ScreenedDevice(Profile), new ScreenedDevice(Profile));

        Assert.Equal(Qualities(first, polls), Qualities(again, polls));
        Assert.Equal(first.Marks, again.Marks);
    });

    [Fact]
    public void Screen_PointsDueInOnePollOrEachInItsOwn_GetTheSameQualities() => Polls.Sample(polls =>
    {
        var (together, apart) = (Pair(), Pair());
        foreach (var (second, poll) in Timed(polls))
        {
            Reading[] all = [ReadingOf(0, second, poll.So2), ReadingOf(1, second, poll.Sequence)];
            Reading[] first = [.. all], later = [.. all];
            together.Screen(all, 0b11);
            apart.Screen(first, 0b01);
            apart.Screen(later, 0b10);
            Assert.Equal([all[0], all[1]], [first[0], later[1]]);
        }

        Assert.Equal(together.Marks, apart.Marks);
    });

    [Fact]
    public void Screen_SeveralRulesSpeak_TheWorstCountsAndEachIsCounted()
    {
        var device = new ScreenedDevice(Profile);

        Assert.Equal(Quality.DeviceFault, device.Poll(0, 600, 0b011, 1)[0].Quality);
        Assert.Equal(Quality.Calibration, device.Poll(1, 600, 0b101, 2)[0].Quality);
        Assert.Equal(Quality.Stale, device.Poll(9, 600, 0b011, 2)[0].Quality);

        Assert.Equal(
            [("so2", ScreeningRules.Range, 3, 0), ("so2", ScreeningRules.Status, 3, 0), ("so2", ScreeningRules.Stale, 1, 9)],
            device.Marks.Select(mark => (mark.Point.Name, mark.Rule, (int)mark.Readings, (mark.Since - ScreenedDevice.Start)?.Seconds)));
    }

    [Fact]
    public void Marks_OnceAReadingPasses_KeepTheCountAndEndTheTime()
    {
        var device = ScreenedDevice.Of("  a: {address: 0, type: uint16, max: 10}\n");
        device.Row(11, 11, 5);

        var mark = Assert.Single(device.Marks);

        Assert.Equal((2, null), (mark.Readings, mark.Since));
        device.Poll(3, 12);
        Assert.Equal((3, ScreenedDevice.Start.AddSeconds(3)), (device.Marks[0].Readings, device.Marks[0].Since));
    }

    [Theory]
    [InlineData("range", 600, 0, Quality.Good)]
    [InlineData("status", 100, 1, Quality.Good)]
    [InlineData("status", 600, 1, Quality.OutOfRange)]
    public void Screen_ARuleThatIsOff_SaysNothing(string rule, double so2, int status, Quality quality)
    {
        var off = Profile.Points[0] with { Screening = new PointScreening { Off = ScreeningRuleNames.ByName[rule] } };
        var device = new ScreenedDevice(Profile with { Points = [off, .. Profile.Points.Skip(1)] });

        Assert.Equal(quality, device.Poll(0, so2, status, 1)[0].Quality);
        Assert.DoesNotContain(device.Marks, mark => mark.Rule == ScreeningRuleNames.ByName[rule]);
    }

    [Fact]
    public void Decode_SentinelOff_GivesTheNumber()
    {
        var point = ProfileTexts.Profile("points:\n  a: {address: 0, type: int16, scale: 0.1, not_available: [\"0x7FFF\"]}\n").Points[0];
        var off = point with { Screening = new PointScreening { Off = ScreeningRules.Sentinel } };

        Assert.Equal(double.NaN, Decoded(point));
        Assert.Equal(3276.7, Decoded(off));

        static double Decoded(PointProfile point)
        {
            var values = new double[1];
            new BlockDecoder(ReadPlanner.BlockOf([point])).Decode([0x7F, 0xFF], values);
            return values[0];
        }
    }

    [Fact]
    public void Screen_EveryRule_AllocatesNothing()
    {
        var device = new ScreenedDevice(Profile);
        device.Poll(0, 100, 0, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < 1000; i++)
        {
            device.Poll(i, i % 7 * 90, i % 5, i / 4);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Quality[] Qualities(ScreenedDevice device, (int Millis, double So2, int Status, int Sequence)[] polls) =>
        [.. Timed(polls).Select(poll => device.Poll(poll.Second, poll.Poll.So2, poll.Poll.Status, poll.Poll.Sequence)[0].Quality)];

    private static IEnumerable<(double Second, (int Millis, double So2, int Status, int Sequence) Poll)> Timed(
        (int Millis, double So2, int Status, int Sequence)[] polls)
    {
        var millis = 0;
        foreach (var poll in polls)
        {
            millis += poll.Millis;
            yield return (millis / 1000.0, poll);
        }
    }

    private static DeviceScreen Pair() => new([.. TwoIntervals.Points.Select((point, i) => new PolledPoint(point, i, 1UL << i, -1))]);

    private static Reading ReadingOf(int series, double second, double value) => double.IsFinite(value)
        ? new(series, ScreenedDevice.Start.AddSeconds(second), value, Quality.Good)
        : new(series, ScreenedDevice.Start.AddSeconds(second), double.NaN, Quality.Timeout);
}
