using CsCheck;
using Gateway.Core;
using Microsoft.Data.Sqlite;

namespace Gateway.History.Tests;

public sealed class HistoryDatabaseTests : IDisposable
{
    private static readonly Gen<Reading> AnyReading = Gen.Select(
        Gen.Int[0, 2],
        Gen.Int[-4000, 200_000],
        Gen.OneOf(Gen.Double[-1e6, 1e6], Gen.Const(double.NaN), Gen.Const(double.PositiveInfinity)),
        Gen.OneOf(Gen.Const(Quality.Good), Gen.Const(Quality.Good), Gen.Const(Quality.Stuck), Gen.Const(Quality.Timeout)),
        (series, seconds, value, quality) => Plant.Reading(series, seconds, value, quality));

    private static readonly Gen<Tick> AnyTick = Gen.Select(
        AnyReading.Array[0, 6], AnyReading.Array[0, 3], (readings, results) => new Tick(readings, results, default));

    private readonly HistoryDatabase history = HistoryDatabase.OpenInMemory(Plant.Epoch, new HistoryOptions());

    public void Dispose() => history.Dispose();

    [Fact]
    public void Record_SeveralReadings_FoldsThemIntoEachLevel()
    {
        history.Record(
        [
            Plant.Tick(1, [Plant.Reading(0, 0, 10), Plant.Reading(0, 20, 30), Plant.Reading(0, 59.999, 20)]),
            Plant.Tick(2, [Plant.Reading(0, 60, 5), Plant.Reading(0, 61, double.NaN, Quality.Timeout), Plant.Reading(0, 3600, 100)]),
        ]);
        var minutes = history.Query(Plant.Power, Plant.Noon, Plant.Noon.AddHours(2), Resolution.Minute);
        Assert.Equal([Plant.Noon, Plant.Noon.AddMinutes(1), Plant.Noon.AddHours(1)], minutes.Select(minute => minute.Start));
        Assert.Equal(new Rollup(Plant.Noon, 3, 3, 10, 30, 60, 20, Plant.Noon.AddMilliseconds(59_999), Quality.Good), minutes[0]);
        Assert.Equal(20, minutes[0].Mean);
        Assert.Equal((2L, 1L, 5.0, Quality.Timeout), (minutes[1].Count, minutes[1].GoodCount, minutes[1].Sum, minutes[1].LastQuality));
        Assert.True(double.IsNaN(minutes[1].Last));
        var hours = history.Query(Plant.Power, Plant.Noon, Plant.Noon.AddHours(1), Resolution.Hour);
        Assert.Equal((5L, 4L, 5.0, 30.0, 65.0), hours.Select(hour => (hour.Count, hour.GoodCount, hour.Min, hour.Max, hour.Sum)).Single());
        var day = Assert.Single(history.Query(Plant.Power, Plant.Noon.AddDays(-1), Plant.Noon.AddDays(1), Resolution.Day));
        Assert.Equal((Plant.Noon.AddHours(-12), 165.0), (day.Start, day.Sum));
    }

    [Fact]
    public void Record_OnlyBadReadings_HasNoMinimumNorMean()
    {
        history.Record([Plant.Tick(1, [Plant.Reading(1, 0, 7, Quality.Calibration)])]);
        var minute = Assert.Single(history.Query("cems,device=stack so2_mg_m3", Plant.Noon, Plant.Noon.AddHours(1), Resolution.Minute));
        Assert.Equal((1L, 0L, 7.0), (minute.Count, minute.GoodCount, minute.Last));
        Assert.True(double.IsNaN(minute.Min) && double.IsNaN(minute.Mean));
    }

    [Fact]
    public void Latest_LateReading_KeepsTheNewer()
    {
        history.Record([Plant.Tick(1, [Plant.Reading(0, 10, 1)]), Plant.Tick(2, [Plant.Reading(0, 5, 2)])]);
        history.Record([Plant.Tick(3, [Plant.Reading(0, 7, 3)])]);
        Assert.Equal([new LatestValue(Plant.Power, Plant.Noon.AddSeconds(10), 1, Quality.Good)], history.Latest());
    }

    [Fact]
    public void Record_PeriodResult_IsAlsoKeptAsItIs()
    {
        history.Record([Plant.Tick(1, [], Plant.Reading(2, 3600, 4.5), Plant.Reading(2, 7200, 5.5, Quality.PartialCoverage))]);
        history.Record([Plant.Tick(2, [], Plant.Reading(2, 7200, 5.75))]);
        Assert.Equal(
            [new ResultPoint(Plant.Noon.AddHours(1), 4.5, Quality.Good), new ResultPoint(Plant.Noon.AddHours(2), 5.75, Quality.Good)],
            history.QueryResults(Plant.Saved, Plant.Noon, Plant.Noon.AddDays(1)));
        Assert.Empty(history.QueryResults(Plant.Power, Plant.Noon, Plant.Noon.AddDays(1)));
    }

    [Fact]
    public void Record_TicksItHas_ChangesNothing()
    {
        RecordedTick[] ticks = [Plant.Tick(3, [Plant.Reading(0, 0, 1)]), Plant.Tick(9, [Plant.Reading(0, 1, 2)])];
        history.Record(ticks);
        var before = Plant.Answers(history);
        history.Record(ticks);
        history.Record([ticks[0]]);
        Assert.Equal(9, history.LastSeq);
        Assert.Equal(before, Plant.Answers(history));
    }

    [Fact]
    public void Record_AnyBatches_IsTheSameAsARebuildBitForBit() => Gen.Select(AnyTick.Array[1, 40], Gen.Int[1, 7]).Sample(
        (ticks, batch) =>
        {
            using var folder = new TemporaryFolder();
            var recorded = ticks.Select((tick, i) => new RecordedTick(i + 1, Plant.Catalog, tick)).ToList();
            using var rebuilt = HistoryDatabase.OpenInMemory(Plant.Epoch, new HistoryOptions());
            rebuilt.Record(recorded);
            foreach (var part in recorded.Chunk(batch))
            {
                using var followed = HistoryDatabase.Open(folder.File("history.db"), Plant.Epoch, new HistoryOptions());
                followed.Record(part);
            }

            using var reopened = HistoryDatabase.Open(folder.File("history.db"), Plant.Epoch, new HistoryOptions());
            Assert.False(reopened.StartedAnew);
            Assert.Equal(Plant.Answers(rebuilt), Plant.Answers(reopened));
        },
        iter: 25);

    [Fact]
    public void Record_FailsInTheMiddle_LeavesNothingBehind()
    {
        history.Record([Plant.Tick(1, [Plant.Reading(0, 0, 1)])]);
        var before = Plant.Answers(history);
        Assert.ThrowsAny<Exception>(() => history.Record([Plant.Tick(2, [Plant.Reading(0, 1, 2), Plant.Reading(99, 1, 2)])]));
        Assert.Equal(before, Plant.Answers(history));
        history.Record([Plant.Tick(2, [Plant.Reading(0, 1, 2)])]);
        Assert.Equal(3, Assert.Single(history.Query(Plant.Power, Plant.Noon, Plant.Noon.AddHours(1), Resolution.Hour)).Sum);
    }

    [Fact]
    public void Record_CatalogInAnotherOrder_GoesToTheSameSeries()
    {
        history.Record([Plant.Tick(1, [Plant.Reading(0, 0, 1)])]);
        var reversed = Plant.Make([.. Plant.Catalog.Reverse()]);
        history.Record([new RecordedTick(2, reversed, new Tick([Plant.Reading(2, 1, 2)], [], default))]);
        Assert.Equal(3, Assert.Single(history.Query(Plant.Power, Plant.Noon, Plant.Noon.AddHours(1), Resolution.Hour)).Sum);
    }

    [Fact]
    public void Record_InOneHour_GoesToDiskWhenTheHourIsOver()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("h.db");
        using var writer = HistoryDatabase.Open(path, Plant.Epoch, new HistoryOptions());
        writer.Record([Plant.Tick(1, [Plant.Reading(0, 0, 1)])]);
        writer.Record([Plant.Tick(2, [Plant.Reading(0, 3000, 2)], Plant.Reading(2, 3000, 5))]);
        Assert.Equal(1, SavedSeq(path));
        Assert.Equal(3, Assert.Single(writer.Query(Plant.Power, Plant.Noon, Plant.Noon.AddHours(1), Resolution.Hour)).Sum);
        Assert.Equal(5, Assert.Single(writer.QueryResults(Plant.Saved, Plant.Noon, Plant.Noon.AddHours(1))).Value);
        writer.Record([Plant.Tick(3, [Plant.Reading(0, 3600, 4)])]);
        Assert.Equal(3, SavedSeq(path));
    }

    [Fact]
    public void Record_MoreThanMemoryHolds_GoesToDiskBeforeTheHourIsOver()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("h.db");
        using var writer = HistoryDatabase.Open(path, Plant.Epoch, new HistoryOptions());
        writer.Record([Plant.Tick(1, [Plant.Reading(0, 3599, 1)])]);
        var results = Enumerable.Range(0, HistoryDatabase.MaxHeld)
            .Select(i => new Reading(2, Plant.Noon.AddMilliseconds(i), i, Quality.Good)).ToArray();
        writer.Record([Plant.Tick(2, [], results)]);
        Assert.Equal(2, SavedSeq(path));
    }

    [Fact]
    public void Query_YearOfHours_GivesEachOnceAndInOrder()
    {
        var readings = Enumerable.Range(0, 8760).Select(hour => Plant.Reading(0, hour * 3600.0, hour)).ToArray();
        history.Record([Plant.Tick(1, readings)]);
        history.Flush();
        history.Record([Plant.Tick(2, [Plant.Reading(0, 8759 * 3600.0, 1)])]);
        var hours = history.Query(Plant.Power, Plant.Noon, Plant.Noon.AddDays(365), Resolution.Hour);
        Assert.Equal(8760, hours.Count);
        Assert.Equal(readings.Select(reading => reading.Time), hours.Select(hour => hour.Start));
        Assert.Equal((2L, 8760.0), (hours[^1].Count, hours[^1].Sum));
    }

    [Fact]
    public void Query_UnknownSeries_IsEmpty() =>
        Assert.Empty(history.Query("no,such=series field", Plant.Noon, Plant.Noon.AddHours(1), Resolution.Hour));

    [Fact]
    public void Record_TimeBefore1970_FallsIntoTheRightPeriod()
    {
        var time = DateTimeOffset.UnixEpoch.AddSeconds(-1);
        history.Record([Plant.Tick(1, [new Reading(0, time, 1, Quality.Good)])]);
        var minute = Assert.Single(history.Query(Plant.Power, time.AddDays(-1), time.AddDays(1), Resolution.Minute));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddMinutes(-1), minute.Start);
    }

    [Fact]
    public void Open_OtherJournal_StartsAnewButKeepsTheEvents()
    {
        using var folder = new TemporaryFolder();
        using (var first = HistoryDatabase.Open(folder.File("h.db"), Plant.Epoch, new HistoryOptions()))
        {
            Assert.True(first.StartedAnew);
            first.Record([Plant.Tick(5, [Plant.Reading(0, 0, 1)])]);
            first.Record(new HistoryEvent(Plant.Noon, "start", "gateway", "It started."));
        }

        using var other = HistoryDatabase.Open(folder.File("h.db"), 77, new HistoryOptions());
        Assert.True(other.StartedAnew);
        Assert.Equal(0, other.LastSeq);
        Assert.Empty(other.Latest());
        Assert.Single(other.Events(10));
    }

    [Fact]
    public void Open_NotADatabase_SetsItAsideAndStartsAnew()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("h.db"), new string('x', 5000));
        using var opened = HistoryDatabase.Open(folder.File("h.db"), Plant.Epoch, new HistoryOptions());
        Assert.True(opened.StartedAnew);
        opened.Record([Plant.Tick(1, [Plant.Reading(0, 0, 1)])]);
        Assert.Single(opened.Latest());
        Assert.True(File.Exists(folder.File("h.db.damaged")));
    }

    [Fact]
    public async Task Query_BesideAWriter_SeesWholeBatches()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        using var file = HistoryDatabase.Open(folder.File("h.db"), Plant.Epoch, new HistoryOptions());
        var writer = Task.Run(
            () =>
            {
                for (var i = 1; i <= 100; i++)
                {
                    file.Record([Plant.Tick(i, [Plant.Reading(0, i, 1), Plant.Reading(1, i, 1)])]);
                }
            },
            token);
        var seen = 0L;
        while (seen < 100)
        {
            token.ThrowIfCancellationRequested();
            var latest = file.Latest();
            Assert.True(latest.Count is 0 or 2);
            Assert.Single(latest.Select(value => value.Time).Distinct().DefaultIfEmpty());
            seen = file.Query(Plant.Power, Plant.Noon, Plant.Noon.AddDays(1), Resolution.Hour).Sum(hour => hour.Count);
            await Task.Yield();
        }

        await writer;
    }

    private static long SavedSeq(string path)
    {
        using var reader = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        reader.Open();
        using var query = reader.CreateCommand();
        query.CommandText = "SELECT last_seq FROM progress";
        return (long)query.ExecuteScalar()!;
    }
}
