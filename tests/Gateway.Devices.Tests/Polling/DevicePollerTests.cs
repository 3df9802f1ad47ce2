using Gateway.Core;
using Gateway.Modbus;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Devices.Tests;

public sealed class DevicePollerTests : IAsyncDisposable
{
    private const byte Unit = 7;
    private const ModbusTable Table = ModbusTable.HoldingRegister;

    // Three requests: 0, 10 and 20.
    private const string ThreeBlocks = """
        points:
          a: {address: 0, type: uint16}
          b: {address: 10, type: uint16}
          c: {address: 20, type: uint16}
        """;

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeModbusClient client = new();
    private readonly Catalog catalog = new();

    public ValueTask DisposeAsync() => client.DisposeAsync();

    [Fact]
    public void Constructor_Profile_AddsItsSeriesInOrder()
    {
        Poller("points:\n  p: {address: 9, type: uint16, unit: kW}\n  q: {address: 0, type: uint16}\n");

        Assert.Equal(["meter,device=d p_kw", "meter,device=d q"], catalog.Select(series => series.Key));
        Assert.Equal("kW", catalog[0].Unit);
    }

    [Fact]
    public async Task PollAsync_AllWell_StampsEachBlockWithItsReplysArrivalInWholeMilliseconds()
    {
        client.With(Unit, Table, 0, 1).With(Unit, Table, 10, 2).With(Unit, Table, 20, 3);
        client.Disturbance = _ =>
        {
            clock.Advance(TimeSpan.FromMicroseconds(10_700));
            return null;
        };

        var start = clock.GetUtcNow();
        var readings = await Poll(Poller(ThreeBlocks));

        Assert.Equal(
            [
                new(0, start.AddMilliseconds(10), 1, Quality.Good),
                new(1, start.AddMilliseconds(21), 2, Quality.Good),
                new(2, start.AddMilliseconds(32), 3, Quality.Good),
            ],
            readings);
    }

    [Theory]
    [InlineData(ModbusFault.ExceptionReply, Quality.ExceptionReply)]
    [InlineData(ModbusFault.InvalidReply, Quality.InvalidReply)]
    public async Task PollAsync_OneBlockRefusedOrDamaged_SpoilsOnlyItsPoints(ModbusFault fault, Quality quality)
    {
        client.With(Unit, Table, 0, 1).With(Unit, Table, 20, 3);
        Fail(10, fault);

        var readings = await Poll(Poller(ThreeBlocks));

        Assert.Equal(
            [(1, Quality.Good), (double.NaN, quality), (3, Quality.Good)],
            readings.Select(reading => (reading.Value, reading.Quality)));
    }

    [Theory]
    [InlineData(ModbusFault.Timeout, Quality.Timeout)]
    [InlineData(ModbusFault.Disconnected, Quality.Disconnected)]
    public async Task PollAsync_DeadDevice_CostsOneRequestAndEveryPointIsBad(ModbusFault fault, Quality quality)
    {
        Fail(null, fault);
        var poller = Poller(ThreeBlocks);

        var readings = await Poll(poller);

        Assert.Single(client.Requests);
        Assert.Equal([0, 1, 2], readings.Select(reading => reading.Series));
        Assert.All(readings, reading => Assert.Equal((double.NaN, quality), (reading.Value, reading.Quality)));
        await Poll(poller);
        Assert.Equal(2, client.Requests.Count);
    }

    [Fact]
    public async Task PollAsync_OneBlockAlwaysSilent_HidesTheOthersOnlyOnce()
    {
        client.With(Unit, Table, 10, 2).With(Unit, Table, 20, 3);
        Fail(0, ModbusFault.Timeout);
        var poller = Poller(ThreeBlocks);

        Assert.DoesNotContain(await Poll(poller), reading => reading.Quality.IsGood);
        for (var poll = 0; poll < 3; poll++)
        {
            Assert.Equal([1, 2], (await Poll(poller)).Where(reading => reading.Quality.IsGood).Select(reading => reading.Series));
        }
    }

    [Fact]
    public async Task PollAsync_StatusWord_AppliesToThePollsReadingsOfAllBlocks()
    {
        client.With(Unit, Table, 0, 5).With(Unit, Table, 10, 6).With(Unit, Table, 20, 0b01);
        var poller = Poller("""
            points:
              a: {address: 0, type: uint16, max: 4}
              b: {address: 10, type: uint16}
              status: {address: 20, type: bits16, bits: {0: {name: calibration, quality: calibration}, 1: {name: idle}}}
            """);

        Assert.Equal([Quality.Calibration, Quality.Calibration, Quality.Good], (await Poll(poller)).Select(reading => reading.Quality));
        client.With(Unit, Table, 20, 0b10);
        Assert.Equal([Quality.OutOfRange, Quality.Good, Quality.Good], (await Poll(poller)).Select(reading => reading.Quality));
    }

    [Fact]
    public async Task PollAsync_StatusWordNotRead_KeepsTheValuesButTrustsThemNot()
    {
        client.With(Unit, Table, 0, 5).With(Unit, Table, 10, 6);
        var poller = Poller("""
            points:
              a: {address: 0, type: uint16}
              b: {address: 10, type: uint16}
              status: {address: 20, type: bits16, bits: {0: {name: fault, quality: fault}}, applies_to: [a]}
            """);

        Assert.Equal(
            [(5, Quality.ExceptionReply), (6, Quality.Good), (double.NaN, Quality.ExceptionReply)],
            (await Poll(poller)).Select(reading => (reading.Value, reading.Quality)));
    }

    [Fact]
    public async Task PollAsync_RulesThatLookBack_JudgeScaledValuesAndAreCountedInTheStatistics()
    {
        client.With(Unit, Table, 0, 5, 1, 7);
        var poller = Poller("""
            points:
              a: {address: 0, type: uint16, scale_from: exponent, max_rate: 100, fresh_by: sequence, fresh_within: 2s}
              exponent: {address: 1, type: uint16}
              sequence: {address: 2, type: uint16}
            """);

        Assert.Equal((50, Quality.Good), await Next());
        client.With(Unit, Table, 0, 16);
        Assert.Equal((160, Quality.RateOfChange), await Next());
        client.With(Unit, Table, 0, 15);
        Assert.Equal((150, Quality.Good), await Next());
        Assert.Equal((150, Quality.Stale), await Next());
        client.With(Unit, Table, 2, 8);
        Assert.Equal((150, Quality.Good), await Next());
        Assert.Equal(
            [("a", ScreeningRules.Rate, 1), ("a", ScreeningRules.Stale, 1)],
            poller.Statistics.Marks.Select(mark => (mark.Point.Name, mark.Rule, (int)mark.Readings)));

        async Task<(double, Quality)> Next()
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            var reading = (await Poll(poller))[0];
            return (reading.Value, reading.Quality);
        }
    }

    [Fact]
    public async Task PollAsync_DamagedAnswersOnly_CostOneRequest()
    {
        Fail(null, ModbusFault.InvalidReply);

        var readings = await Poll(Poller(ThreeBlocks));

        Assert.Single(client.Requests);
        Assert.All(readings, reading => Assert.Equal(Quality.InvalidReply, reading.Quality));
    }

    [Fact]
    public async Task PollAsync_PointsDueTogether_ShareARequest()
    {
        client.With(Unit, Table, 0, 1, 2, 3);
        var poller = Poller("points:\n  a: {address: 0, type: uint16}\n  slow: {address: 1, type: uint16, interval: 1m}\n"
            + "  b: {address: 2, type: uint16}\n");

        await Poll(poller);
        await Poll(poller);

        Assert.Equal([(0, 3), (0, 1), (2, 1)], client.Requests.Select(request => ((int)request.Address, (int)request.Count)));
    }

    [Theory]
    [InlineData(0xFFFE, 12.34, Quality.Good)]
    [InlineData(2, 123400, Quality.Good)]
    [InlineData(0, 1234, Quality.Good)]
    [InlineData(13, double.NaN, Quality.OutOfRange)]
    [InlineData(0x8000, double.NaN, Quality.NotAvailable)]
    public async Task PollAsync_ScaleFromAnotherRegister_AppliesItsPowerOfTen(int exponent, double value, Quality quality)
    {
        client.With(Unit, Table, 0, (ushort)exponent).With(Unit, Table, 10, 1234);
        var poller = Poller("""
            points:
              exponent: {address: 0, type: int16, not_available: ["0x8000"]}
              power: {address: 10, type: uint16, scale_from: exponent}
            """);

        var power = (await Poll(poller))[1];

        Assert.Equal((value, quality), (power.Value, power.Quality));
    }

    [Fact]
    public async Task PollAsync_ScaleOfASlowPoint_IsReadWithIt()
    {
        client.With(Unit, Table, 0, 40).With(Unit, Table, 10, 1234);
        var poller = Poller("""
            points:
              ratio: {address: 0, type: uint16, interval: 1h}
              current: {address: 10, type: uint16, interval: 1m, scale: 0.1, offset: 1, scale_from: ratio, scale_mode: multiplier}
            """);

        await Poll(poller);
        clock.Advance(TimeSpan.FromMinutes(1));
        client.With(Unit, Table, 0, 20);
        Assert.Equal([20, (123.4 * 20) + 1], (await Poll(poller)).Select(reading => reading.Value));
        clock.Advance(TimeSpan.FromMinutes(1));
        Fail(0, ModbusFault.ExceptionReply);
        Assert.Equal([Quality.ExceptionReply, Quality.ExceptionReply], (await Poll(poller)).Select(reading => reading.Quality));
    }

    [Fact]
    public async Task PollAsync_Texts_AreReadOneAPollAndAgainAfterTheirInterval()
    {
        client.With(Unit, Table, 0, 1).With(Unit, Table, 100, 0x4142, 0x4300).With(Unit, Table, 200, 0, 4711);
        var poller = Poller("""
            points: {a: {address: 0, type: uint16}}
            texts:
              serial_number: {address: 200, type: uint32, interval: 1d}
              firmware: {address: 100, length: 2}
              missing: {address: 900, length: 2}
            """);

        for (var poll = 0; poll < 5; poll++)
        {
            await Poll(poller);
        }

        Assert.Equal(new Dictionary<string, string> { ["serial_number"] = "4711", ["firmware"] = "ABC" }, poller.Texts);
        Assert.Equal(5 + 3, client.Requests.Count);
        client.With(Unit, Table, 100, 0x4144);
        clock.Advance(TimeSpan.FromHours(1));
        await poller.ReadTextsAsync(client, clock, TestContext.Current.CancellationToken);
        Assert.Equal("ADC", poller.Texts["firmware"]);
        Assert.Equal(5 + 3 + 2, client.Requests.Count);
    }

    [Fact]
    public async Task PollAsync_PauseOfTheDevice_IsKeptBetweenReplyAndNextRequest()
    {
        client.With(Unit, Table, 0, 1).With(Unit, Table, 10, 2).With(Unit, Table, 20, 3);
        var poll = Poll(Poller("pause: 20ms\n" + ThreeBlocks));
        var sent = new List<int>();
        for (var millisecond = 0; millisecond < 50; millisecond++)
        {
            sent.Add(client.Requests.Count);
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal((0, 20, 40), (sent.IndexOf(1), sent.IndexOf(2), sent.IndexOf(3)));
        Assert.Equal(3, (await poll).Count);
    }

    [Fact]
    public async Task PollAsync_AgainAndAgain_AllocatesNothing()
    {
        client.With(Unit, Table, 0, 1).With(Unit, Table, 10, 2).With(Unit, Table, 20, 3);
        var (poller, readings) = (Poller(ThreeBlocks), new List<Reading>(1000));
        for (var poll = 0; poll < 100; poll++)
        {
            await poller.PollAsync(client, clock, readings, CancellationToken.None);
        }

        readings.Clear();
        client.Requests.Clear();
        client.Requests.EnsureCapacity(1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var poll = 0; poll < 100; poll++)
        {
            var pending = poller.PollAsync(client, clock, readings, CancellationToken.None);
            Assert.True(pending.IsCompletedSuccessfully);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100);
        Assert.Equal(300, readings.Count);
    }

    [Fact]
    public async Task PollAsync_PointWithInterval_IsReadOnceInEach()
    {
        client.With(Unit, Table, 0, 1).With(Unit, Table, 10, 2);
        var poller = Poller("points:\n  a: {address: 0, type: uint16}\n  slow: {address: 10, type: uint16, interval: 1m}\n");

        var series = new List<int[]>();
        for (var second = 0; second < 90; second += 30)
        {
            series.Add([.. (await Poll(poller)).Select(reading => reading.Series)]);
            clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal([[0, 1], [0], [0, 1]], series);
    }

    [Fact]
    public async Task PollAsync_CoilsAndWideTypes_AreCutOutOfTheirBlock()
    {
        client.With(Unit, ModbusTable.Coil, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1)
            .With(Unit, Table, 0, 0xFFFF, 0x0000, 0x0000, 0x0000, 0x0001, 0xFF00);
        var poller = Poller("""
            gap: 20
            points:
              first: {table: coil, address: 9, type: bool}
              last: {table: coil, address: 17, type: bool}
              word: {address: 0, type: int16}
              wide: {address: 1, type: uint64}
              swapped: {address: 5, type: int16, byte_order: BADC}
            """);

        Assert.Equal([1, 1, -1, 1, 255], (await Poll(poller)).OrderBy(reading => reading.Series).Select(reading => reading.Value));
        Assert.Equal(2, client.Requests.Count);
    }

    [Fact]
    public async Task Statistics_AfterFailures_CountByKindAndSayTheLastInWords()
    {
        client.With(Unit, Table, 0, 1).With(Unit, Table, 10, 2).With(Unit, Table, 20, 3);
        var poller = Poller(ThreeBlocks);
        await Poll(poller);
        var successTime = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var fault in new[] { ModbusFault.InvalidReply, ModbusFault.ExceptionReply, ModbusFault.Disconnected, ModbusFault.Timeout })
        {
            Fail(null, fault);
            await Poll(poller);
        }

        var statistics = poller.Statistics;
        Assert.Equal((5, 4, 3 + 1 + 3 + 1 + 1), (statistics.Polls, statistics.FailedPolls, statistics.Requests));
        Assert.Equal((1, 3, 1, 1), (statistics.InvalidReplies, statistics.ExceptionReplies, statistics.Disconnects, statistics.Timeouts));
        Assert.Equal(successTime, statistics.LastSuccess);
        Assert.Equal(clock.GetUtcNow(), statistics.LastErrorTime);
        Assert.Equal(
            "reading 1 from HoldingRegister 20 of unit 7: no answer in time; check power, wiring, unit and line settings",
            statistics.LastError);
    }

    [Fact]
    public async Task PollAsync_Cancelled_Throws()
    {
        var poller = Poller(ThreeBlocks);

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => poller.PollAsync(client, clock, [], new CancellationToken(true)).AsTask());
    }

    private DevicePoller Poller(string tail) => new("d", Unit, ProfileTexts.Profile(tail), catalog);

    private async Task<List<Reading>> Poll(DevicePoller poller)
    {
        var readings = new List<Reading>();
        await poller.PollAsync(client, clock, readings, TestContext.Current.CancellationToken);
        return readings;
    }

    private void Fail(int? address, ModbusFault fault) => client.Disturbance = request =>
        address is null || request.Address == address
            ? new ReadResult(fault, fault == ModbusFault.ExceptionReply ? ModbusExceptionCode.ServerDeviceBusy : ModbusExceptionCode.None)
            : null;
}
