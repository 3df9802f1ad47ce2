using System.Threading.Channels;
using Gateway.Core;
using Gateway.Modbus;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Devices.Tests;

/// <summary>Dead devices on a line with living ones. A request to a dead unit takes one timeout of the fake clock.</summary>
public sealed class ProbeSpacingTests : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(0.8);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.1);

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeModbusClient client = new();
    private readonly Catalog catalog = new();
    private readonly HashSet<int> dead = [];
    private readonly Dictionary<int, List<Reading>> readings = [];
    private readonly Channel<IReadOnlyList<Reading>> channel = Channel.CreateUnbounded<IReadOnlyList<Reading>>();
    private readonly CancellationTokenSource stop = new();
    private string points = "points: {a: {address: 0, type: uint16}}\n";
    private TimeSpan timeoutsTaken;
    private Task? running;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running!);
        stop.Dispose();
        await client.DisposeAsync();
    }

    [Theory]
    [InlineData(1, 0.1)]
    [InlineData(3, 0.1)]
    [InlineData(2, 0.02)]
    public void RunAsync_DeadDevicesBesideALivingOne_TakeNoMoreThanTheirShare(int count, double share)
    {
        dead.UnionWith(Enumerable.Range(2, count));
        var start = clock.GetUtcNow();
        Start(share, [.. Enumerable.Range(1, count + 1)]);

        RunFor(TimeSpan.FromHours(1));

        var ofTheBus = (clock.GetUtcNow() - start) * share;
        Assert.InRange(timeoutsTaken, ofTheBus * 0.6, ofTheBus + (2 * count * ReplyTimeout));
        var lateness = readings[1].Select((reading, turn) => reading.Time - start - (turn * Second)).ToArray();
        Assert.True(lateness.Length >= 3600);
        Assert.All(lateness, late => Assert.InRange(late, TimeSpan.Zero, ReplyTimeout + Step));
    }

    [Fact]
    public void RunAsync_DeadDeviceWithNothingDueAtMostPolls_TakesNoMoreThanItsShare()
    {
        points = "points: {a: {address: 0, type: uint16, interval: 10s}}\n";
        dead.Add(2);
        var start = clock.GetUtcNow();
        Start(0.02, 1, 2);

        RunFor(TimeSpan.FromHours(1));

        var ofTheBus = (clock.GetUtcNow() - start) * 0.02;
        Assert.InRange(timeoutsTaken, ofTheBus * 0.6, ofTheBus + (2 * ReplyTimeout));
        Assert.InRange(readings[2].Count, 359, 361);
    }

    [Fact]
    public void RunAsync_DeadDevice_GivesItsBadReadingsAtEachDueTimeWithoutAsking()
    {
        dead.Add(2);
        Start(0.1, 1, 2);

        RunFor(TimeSpan.FromMinutes(10));

        Assert.InRange(readings[2].Count, 599, 602);
        Assert.All(readings[2], reading => Assert.Equal(Quality.Timeout, reading.Quality));
        Assert.InRange(client.Requests.Count(request => request.Unit == 2), 60, 80);
    }

    [Fact]
    public void RunAsync_OneSilence_IsForgiven()
    {
        Start(0.1, 1, 2);
        RunFor(10 * Second);
        dead.Add(2);
        RunFor(Second);
        dead.Remove(2);
        readings[2].Clear();

        RunFor(10 * Second);

        Assert.All(readings[2], reading => Assert.Equal(Quality.Good, reading.Quality));
        Assert.InRange(readings[2].Count, 9, 11);
    }

    [Fact]
    public void RunAsync_DeadDeviceThatComesBack_IsPolledAtItsPaceFromTheFirstGoodProbe()
    {
        dead.Add(2);
        Start(0.1, 1, 2);
        RunFor(TimeSpan.FromMinutes(5));
        dead.Remove(2);
        readings[2].Clear();

        RunFor(TimeSpan.FromMinutes(1));

        var back = readings[2].FindIndex(reading => reading.Quality == Quality.Good);
        Assert.InRange(back, 0, 9);
        Assert.All(readings[2].Skip(back), reading => Assert.Equal(Quality.Good, reading.Quality));
    }

    [Fact]
    public void RunAsync_WholeLinkDeadAndBack_IsNoticedSoonForEveryDevice()
    {
        dead.UnionWith([1, 2, 3, 4]);
        Start(0.1, 1, 2, 3, 4);
        RunFor(TimeSpan.FromMinutes(5));
        dead.Clear();
        RunFor(TimeSpan.FromSeconds(10));

        Assert.All(readings.Values, all => Assert.Equal(Quality.Good, all[^1].Quality));
    }

    [Fact]
    public void RunAsync_ThreeDevicesThatKeepTheLinkBusy_HaveAsManyTurnsEach()
    {
        client.Disturbance = _ =>
        {
            clock.Advance(Second);
            if (client.Requests.Count == 60)
            {
                stop.Cancel();
            }

            return null;
        };

        Start(0.1, 1, 2, 3);
        RunFor(Second);

        Assert.Equal([20, 20, 20], readings.Values.Select(all => all.Count));
    }

    private void Start(double share, params int[] units)
    {
        if (dead.Count > 0 || units.Length == 2)
        {
            client.Disturbance = request =>
            {
                if (!dead.Contains(request.Unit))
                {
                    return null;
                }

                timeoutsTaken += ReplyTimeout;
                clock.Advance(ReplyTimeout);
                return ReadResult.Failed(ModbusFault.Timeout);
            };
        }

        var profile = ProfileTexts.Profile(points);
        var devices = units.Select(unit =>
        {
            readings[unit] = [];
            client.With((byte)unit, ModbusTable.HoldingRegister, 0, 1);
            return (new DevicePoller($"d{unit}", (byte)unit, profile, catalog), Second);
        }).ToList();
        running = new LinkPoller("line", client, devices, clock, channel.Writer, share).RunAsync(stop.Token);
    }

    private void RunFor(TimeSpan time)
    {
        for (var end = clock.GetUtcNow() + time; clock.GetUtcNow() < end;)
        {
            clock.Advance(Step);
            while (channel.Reader.TryRead(out var batch))
            {
                readings[catalog[batch[0].Series].Tags[0].Value[1] - '0'].AddRange(batch);
            }
        }
    }
}
