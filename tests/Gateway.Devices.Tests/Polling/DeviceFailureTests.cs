using Gateway.Core;
using Gateway.Modbus;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Devices.Tests;

/// <summary>Devices that answer exception 04, for an address that they cannot serve or because they do not work as a whole.</summary>
public sealed class DeviceFailureTests : IAsyncDisposable
{
    private const byte Unit = 7;

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeModbusClient client = new();
    private readonly HashSet<int> failing = [];
    private readonly DevicePoller poller;

    public DeviceFailureTests()
    {
        var profile = ProfileTexts.Profile(
            "points:\n"
            + string.Concat(Enumerable.Range(0, 40).Select(address => $"  p{address}: {{address: {address}, type: uint16}}\n")));
        poller = new DevicePoller("d", Unit, profile, new Catalog());
        client.With(Unit, ModbusTable.HoldingRegister, 0, new ushort[40]);
        client.Disturbance = request => Enumerable.Range(request.Address, request.Count).Any(failing.Contains)
            ? ReadResult.Failed(ModbusExceptionCode.ServerDeviceFailure)
            : null;
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    [Fact]
    public async Task PollAsync_TwoAddressesThatFailForGood_LoseTheirOwnPointsOnly()
    {
        failing.UnionWith([17, 30]);
        for (var poll = 0; poll < 8; poll++)
        {
            await PollAsync();
        }

        client.Requests.Clear();
        Assert.Equal([17, 30], await PollAsync());
        Assert.Equal(3, client.Requests.Count);
        Assert.Equal(["p17", "p30"], poller.Statistics.Refused.SelectMany(read => read.Points));
    }

    [Fact]
    public async Task PollAsync_AFailureThatPasses_SetsNothingAside()
    {
        failing.Add(17);
        await PollAsync();
        await PollAsync();
        failing.Clear();

        client.Requests.Clear();
        Assert.Empty(await PollAsync());
        Assert.Single(client.Requests);
    }

    [Fact]
    public async Task PollAsync_DeviceThatFailsAsAWhole_IsAskedLittleMoreAndIsBackAtOnce()
    {
        failing.UnionWith(Enumerable.Range(0, 40));
        for (var poll = 0; poll < 1000; poll++)
        {
            Assert.Equal(40, (await PollAsync()).Count);
        }

        Assert.InRange(client.Requests.Count, 1000, 1150);
        Assert.Empty(poller.Statistics.Refused);
        failing.Clear();
        Assert.Empty(await PollAsync());
    }

    private async Task<List<int>> PollAsync()
    {
        var readings = new List<Reading>();
        await poller.PollAsync(client, clock, readings, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(1));
        return [.. readings.Where(reading => !reading.Quality.IsUsable).Select(reading => reading.Series)];
    }
}
