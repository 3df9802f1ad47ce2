using Gateway.Core;
using Gateway.Modbus;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Devices.Tests;

/// <summary>Points that the profile has and the device has not: the fake client answers exception 02 where one is touched.</summary>
public sealed class RefusedReadTests : IAsyncDisposable
{
    private const byte Unit = 7;
    private const ModbusTable Table = ModbusTable.HoldingRegister;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeModbusClient client = new();

    public ValueTask DisposeAsync() => client.DisposeAsync();

    [Fact]
    public async Task Refused_OnePointOfForty_IsFoundInOnePollAndTheOthersKeepTheirValues()
    {
        var poller = Poller(InARow(40));
        Have(40, except: 17);

        var readings = await Poll(poller);

        Assert.Equal(["p17"], readings.Where(reading => reading.Bad).Select(reading => reading.Name));
        Assert.InRange(client.Requests.Count, 2, 1 + RefusalSearch.MaxRequests);
        var refused = Assert.Single(poller.Statistics.Refused);
        Assert.Equal(("p17", 17, clock.GetUtcNow()), (Assert.Single(refused.Points), refused.Request.Address, refused.Since));
        Assert.StartsWith(
            "HoldingRegister 17 (point p17) is refused with exception 02 (IllegalDataAddress): ", refused.Text, StringComparison.Ordinal);
        Assert.Equal(0, poller.Statistics.FailedPolls);
    }

    [Fact]
    public async Task Refused_AfterwardsPolls_ReadAroundItInTwoRequestsEachTimeTheSame()
    {
        var poller = Poller(InARow(40));
        Have(40, except: 17);
        await Poll(poller);

        for (var poll = 0; poll < 5; poll++)
        {
            client.Requests.Clear();
            Assert.Equal(["p17"], (await Poll(poller)).Where(reading => reading.Bad).Select(reading => reading.Name));
            Assert.Equal([(0, 17), (18, 22)], Reads());
            clock.Advance(Second);
        }
    }

    [Fact]
    public async Task Refused_ForGood_IsTriedAloneEverMoreSeldom()
    {
        var poller = Poller(InARow(4));
        Have(4, except: 2);
        var trials = new List<int>();
        for (var second = 0; second < 7200; second++)
        {
            client.Requests.Clear();
            await Poll(poller);
            if (second > 0 && Reads().Contains((2, 1)))
            {
                trials.Add(second);
                Assert.Equal(3, client.Requests.Count);
            }

            clock.Advance(Second);
        }

        Assert.Equal([10, 30, 70, 150, 310, 630, 1230, 1830], trials.Take(8));
        Assert.InRange(trials.Count, 16, 17);
        Assert.Single(poller.Statistics.Refused);
    }

    [Fact]
    public async Task Refused_FirmwareThatLearnsThePoint_IsReadWithTheOthersAgain()
    {
        var poller = Poller(InARow(4));
        Have(4, except: 2);
        await Poll(poller);
        Have(4);

        for (var second = 0; second <= 10; second++)
        {
            clock.Advance(Second);
            client.Requests.Clear();
            await Poll(poller);
        }

        Assert.Empty(poller.Statistics.Refused);
        Assert.Equal([(0, 4)], Reads());
    }

    [Fact]
    public async Task Refused_EverythingWhileTheDeviceStarts_IsAllReadAgainOnceItGivesOne()
    {
        var poller = Poller(InARow(20));
        for (var second = 0; second < 5; second++)
        {
            Assert.All(await Poll(poller), reading => Assert.True(reading.Bad));
            clock.Advance(Second);
        }

        Have(20);
        clock.Advance(10 * Second);
        await Poll(poller);
        client.Requests.Clear();

        Assert.DoesNotContain(await Poll(poller), reading => reading.Bad);
        Assert.Equal([(0, 20)], Reads());
    }

    [Fact]
    public async Task Refused_ManyPoints_AreFoundOverAFewPollsWithinTheBound()
    {
        var poller = Poller(InARow(100));
        int[] missing = [.. Enumerable.Range(0, 100).Where(address => address % 9 == 4)];
        Have(100, missing);

        List<(string Name, bool Bad)> readings = [];
        var polls = 0;
        for (; polls < 20 && poller.Statistics.Refused.Count < missing.Length; polls++)
        {
            client.Requests.Clear();
            readings = await Poll(poller);
            Assert.Equal(100, readings.Count);
            clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(polls, 2, 12);
        readings = await Poll(poller);
        Assert.Equal(missing.Select(address => $"p{address}"), readings.Where(reading => reading.Bad).Select(reading => reading.Name));
        client.Requests.Clear();
        await Poll(poller);
        Assert.Equal(missing.Length + 1, client.Requests.Count);
    }

    [Fact]
    public async Task Refused_GapOnly_IsReadThroughNoMore()
    {
        var poller = Poller("gap: 10\n" + PointsAt(0, 1, 2, 6, 7, 8, 9));
        client.With(Unit, Table, 0, 1, 1, 1).With(Unit, Table, 6, 1, 1, 1, 1);

        Assert.DoesNotContain(await Poll(poller), reading => reading.Bad);
        client.Requests.Clear();
        Assert.DoesNotContain(await Poll(poller), reading => reading.Bad);

        Assert.Equal([(0, 3), (6, 4)], Reads());
        Assert.Empty(poller.Statistics.Refused);
    }

    [Fact]
    public async Task Refused_CountBeyondTheDevicesLimit_IsCutInTwoForGood()
    {
        var poller = Poller(InARow(100));
        Have(100);
        client.Disturbance = request => request.Count > 60 ? ReadResult.Failed(ModbusExceptionCode.IllegalDataValue) : null;

        Assert.DoesNotContain(await Poll(poller), reading => reading.Bad);
        client.Requests.Clear();
        Assert.DoesNotContain(await Poll(poller), reading => reading.Bad);

        Assert.Equal([(0, 50), (50, 50)], Reads());
    }

    [Fact]
    public async Task Refused_GapAndPoint_AreBothFound()
    {
        var poller = Poller("gap: 10\n" + PointsAt(0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15));
        client.With(Unit, Table, 0, 1, 1, 1, 1).With(Unit, Table, 8, 1, 1, 1, 1, 1, 1, 1, 1).Without(Unit, Table, 13);

        for (var poll = 0; poll < 4; poll++)
        {
            Assert.Equal(["p13"], (await Poll(poller)).Where(reading => reading.Bad).Select(reading => reading.Name));
        }

        client.Requests.Clear();
        await Poll(poller);
        Assert.Equal([(0, 4), (8, 5), (14, 2)], Reads());
    }

    [Fact]
    public async Task Refused_BitsOfOneRegister_AreSetAsideTogether()
    {
        var poller = Poller("""
            points:
              a: {address: 0, type: uint16}
              x: {address: 1, type: uint16, bit: 0}
              y: {address: 1, type: uint16, bit: 1}
            """);
        client.With(Unit, Table, 0, 1);

        Assert.Equal(["x", "y"], (await Poll(poller)).Where(reading => reading.Bad).Select(reading => reading.Name));
        Assert.Equal(["x", "y"], Assert.Single(poller.Statistics.Refused).Points);
        Assert.Contains("HoldingRegister 1 (points x, y)", poller.Statistics.Refused[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_FunctionThatTheDeviceHasNot_CostsOneRequestAndNotOneAPoint()
    {
        var poller = Poller(InARow(30) + "  other: {table: input, address: 0, type: uint16}\n");
        client.With(Unit, ModbusTable.InputRegister, 0, 1);
        client.Disturbance = request => request.Table == Table ? ReadResult.Failed(ModbusExceptionCode.IllegalFunction) : null;

        Assert.Equal(30, (await Poll(poller)).Count(reading => reading.Bad));
        Assert.Equal(2, client.Requests.Count);
        client.Disturbance = _ => null;
        Have(30);
        clock.Advance(TimeSpan.FromSeconds(10));
        await Poll(poller);
        Assert.DoesNotContain(await Poll(poller), reading => reading.Bad);
    }

    [Fact]
    public async Task Silent_OneBlockOfADeviceThatAnswers_IsSetAsideAndTriedSeldom()
    {
        var poller = Poller(PointsAt(0, 10, 20));
        client.With(Unit, Table, 0, 1).With(Unit, Table, 10, 1).With(Unit, Table, 20, 1);
        client.Disturbance = request => request.Address == 10 ? ReadResult.Failed(ModbusFault.Timeout) : null;

        for (var second = 0; second < 600; second++)
        {
            Assert.Contains("p10", (await Poll(poller)).Where(reading => reading.Bad).Select(reading => reading.Name));
            clock.Advance(Second);
        }

        Assert.InRange(client.Requests.Count(request => request.Address == 10), 3, 10);
        Assert.Contains("is not answered", Assert.Single(poller.Statistics.Refused).Text, StringComparison.Ordinal);
    }

    private static string InARow(int count) => PointsAt([.. Enumerable.Range(0, count)]);

    private static string PointsAt(params int[] addresses) =>
        "points:\n" + string.Concat(addresses.Select(address => $"  p{address}: {{address: {address}, type: uint16}}\n"));

    private void Have(int count, params int[] except)
    {
        for (var address = 0; address < count; address++)
        {
            client.With(Unit, Table, address, 1);
        }

        foreach (var address in except)
        {
            client.Without(Unit, Table, address);
        }
    }

    private static DevicePoller Poller(string tail) => new("d", Unit, ProfileTexts.Profile(tail), new Catalog());

    private List<(int Address, int Count)> Reads() => [.. client.Requests.Select(request => ((int)request.Address, (int)request.Count))];

    private async Task<List<(string Name, bool Bad)>> Poll(DevicePoller poller)
    {
        var readings = new List<Reading>();
        await poller.PollAsync(client, clock, readings, TestContext.Current.CancellationToken);
        return [.. readings.Select(reading => (poller.Profile.Points[reading.Series].Name, !reading.Quality.IsUsable))];
    }
}
