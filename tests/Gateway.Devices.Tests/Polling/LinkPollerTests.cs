using System.Threading.Channels;
using Gateway.Core;
using Gateway.Modbus;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Devices.Tests;

/// <summary>
/// The fake client answers at once and timers run on the thread that advances the clock, so the loop has gone as far as it can when an
/// advance returns: no test waits.
/// </summary>
public sealed class LinkPollerTests : IAsyncDisposable
{
    private const string OnePoint = "points: {a: {address: 0, type: uint16}}\n";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeModbusClient client = new();
    private readonly Catalog catalog = new();
    private readonly Channel<IReadOnlyList<Reading>> channel = Channel.CreateBounded<IReadOnlyList<Reading>>(1000);
    private readonly CancellationTokenSource stop = new();
    private readonly DateTimeOffset start;
    private Task? running;

    public LinkPollerTests() => start = clock.GetUtcNow();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        if (running is not null)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }

        stop.Dispose();
        await client.DisposeAsync();
    }

    [Fact]
    public void RunAsync_DevicesOfDifferentPace_TakeTurnsOnTheirGrids()
    {
        Start(Device(1, Second), Device(2, 2 * Second));

        Advance(Second, times: 4);

        Assert.Equal([(0, 1), (0, 2), (1, 1), (2, 1), (2, 2), (3, 1), (4, 1), (4, 2)], Polls());
    }

    [Fact]
    public void RunAsync_WithAPhase_BeginsItsGridThen()
    {
        var link = Start(Second * 0.3, Device(1, Second));

        Advance(Second * 0.1, times: 25);

        Assert.Equal([0.3, 1.3, 2.3], ReplyTimes());
        Assert.Equal(0, link.MissedSlots);
    }

    [Theory]
    [InlineData(0, 0.5, 1)]
    [InlineData(0, 1, 1)]
    [InlineData(0, 1.1, 2)]
    [InlineData(1.5, 0.2, 2)]
    [InlineData(1.5, 1, 3)]
    public void RunAsync_StartedAtAnyInstant_BeginsItsGridOnACommonStep(double startedMs, double phaseMs, double expectedMs)
    {
        clock.Advance(TimeSpan.FromMilliseconds(startedMs));
        Start(TimeSpan.FromMilliseconds(phaseMs), Device(1, Second));

        Advance(TimeSpan.FromMilliseconds(0.1), times: 100);

        Assert.Equal(expectedMs / 1000, Assert.Single(ReplyTimes()), 1e-9);
    }

    [Fact]
    public void RunAsync_SlowReplies_DoNotShiftTheGrid()
    {
        ReplyAfter(Second * 0.3);
        var link = Start(Device(1, Second));

        Advance(Second * 0.1, times: 24);

        Assert.Equal([0.3, 1.3, 2.3, 3.3], ReplyTimes());
        Assert.Equal(0, link.MissedSlots);
    }

    [Fact]
    public void RunAsync_PollLongerThanTheInterval_SkipsSlotsAndCountsThem()
    {
        ReplyAfter(Second * 2.5);
        var link = Start(Device(1, Second));

        Advance(Second * 0.5, times: 1);

        Assert.Equal([2.5, 5.5], ReplyTimes());
        Assert.Equal(4, link.MissedSlots);
    }

    [Fact]
    public void RunAsync_DeadDevice_CostsItsTimeoutOnceATurn()
    {
        const string ThreeBlocks = """
            points:
              a: {address: 0, type: uint16}
              b: {address: 9, type: uint16}
              c: {address: 19, type: uint16}
            """;
        client.Disturbance = request =>
        {
            clock.Advance(request.Unit == 1 ? Second : TimeSpan.Zero);
            return request.Unit == 1 ? new ReadResult(ModbusFault.Timeout, ModbusExceptionCode.None) : null;
        };
        Start(Device(1, 5 * Second, ThreeBlocks), Device(2, 5 * Second));

        Advance(Second, times: 6);

        Assert.Equal([(1, 1), (1, 2), (6, 1), (6, 2)], Polls());
        Assert.Equal(4, client.Requests.Count);
    }

    [Fact]
    public void RunAsync_DeviceAlwaysLate_LetsTheOtherHaveItsTurn()
    {
        ReplyAfter(Second * 0.4);
        var link = Start(Device(1, Second * 0.1), Device(2, Second));

        Advance(Second * 0.1, times: 100);

        var lateness = Polls().Where(poll => poll.Unit == 2).Select((poll, turn) => poll.Second - turn).ToArray();
        Assert.True(lateness.Length >= 10);
        Assert.All(lateness, seconds => Assert.InRange(seconds, 0, 1));
        Assert.True(link.MissedSlots > 0);
    }

    [Fact]
    public async Task RunAsync_ChannelFull_WaitsAndLosesNothing()
    {
        var narrow = Channel.CreateBounded<IReadOnlyList<Reading>>(1);
        var link = new LinkPoller("line", client, [Device(1, Second)], clock, narrow.Writer);
        running = link.RunAsync(stop.Token);

        Advance(Second, times: 5);
        Assert.Equal(2, client.Requests.Count);

        var token = TestContext.Current.CancellationToken;
        Assert.Equal(start, (await narrow.Reader.ReadAsync(token))[0].Time);
        Assert.Equal(start + Second, (await narrow.Reader.ReadAsync(token))[0].Time);
    }

    [Fact]
    public void RunAsync_IntervalOfNoWholeMilliseconds_DoesNotSpin()
    {
        Start(Device(1, TimeSpan.FromTicks(3_333_333)));

        Advance(TimeSpan.FromMilliseconds(1), times: 1000);

        Assert.Equal([0, 0.334, 0.667, 1], ReplyTimes());
    }

    [Fact]
    public void RunAsync_HoursOfSlowReplies_DoNotDrift()
    {
        ReplyAfter(TimeSpan.FromMilliseconds(37));
        Start(Device(1, Second * 0.7));

        var last = 0.0;
        for (var hour = 0; hour < 3; hour++)
        {
            for (var polls = 0; polls < 3600 * 10; polls++)
            {
                clock.Advance(Second * 0.1);
                last = ReplyTimes().LastOrDefault(last);
            }
        }

        // The fake clock goes in steps of a tenth of a second, plus what the reply takes: a poll begins as late at most.
        Assert.True(last > 3 * 3600);
        Assert.InRange((last - 0.037) % 0.7, 0, 0.137);
    }

    [Fact]
    public void Load_LateAndBusy_IsMeasured()
    {
        ReplyAfter(Second * 0.4);
        var link = Start(Device(1, Second), Device(2, Second));

        Advance(Second * 0.1, times: 300);

        Assert.InRange(link.Load.Lateness.Percentile(1)!.Value, Second * 0.4, Second * 0.5);
        Assert.InRange(link.Load.Lateness.Percentile(0.4)!.Value, TimeSpan.Zero, Second * 0.05);
        Assert.InRange(link.Load.Utilisation!.Value, 0.75, 0.85);
        Assert.True(link.Load.Busy > 20 * Second);
        Assert.Equal(0, link.Load.MissedSlots);
    }

    [Fact]
    public async Task RunAsync_ClientThatPipelines_HasAsManyRequestsUnderWayAsItTakes()
    {
        await using var pipelining = new FakeModbusClient { MaxInFlight = 4, Latency = (Second * 0.1, clock) };
        var poller = Scattered(pipelining, unit: 1, points: 10);
        running = new LinkPoller("line", pipelining, [(poller, Second)], clock, channel.Writer).RunAsync(stop.Token);

        Advance(Second * 0.1, times: 3);

        Assert.Equal((4, 10), (pipelining.MostInFlight, pipelining.Requests.Count));
        var readings = Assert.Single(Batches());
        Assert.Equal(Enumerable.Range(0, 10).Select(i => 10.0 * i), readings.Select(reading => reading.Value));
    }

    [Fact]
    public async Task RunAsync_ClientThatPipelines_PollsDevicesSideBySide()
    {
        await using var pipelining = new FakeModbusClient { MaxInFlight = 4, Latency = (Second * 0.1, clock) };
        DevicePoller[] pollers = [Scattered(pipelining, unit: 1, points: 2), Scattered(pipelining, unit: 2, points: 2)];
        var link = new LinkPoller("line", pipelining, [.. pollers.Select(poller => (poller, Second))], clock, channel.Writer);
        running = link.RunAsync(stop.Token);

        Assert.Equal([1, 1, 2, 2], pipelining.Requests.Select(request => (int)request.Unit));
        Advance(Second * 0.1, times: 1);

        Assert.Equal(2, Batches().Count);
    }

    [Fact]
    public void Constructor_NoDevices_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinkPoller("line", client, [], clock, channel.Writer));

    private void ReplyAfter(TimeSpan delay) => client.Disturbance = _ =>
    {
        clock.Advance(delay);
        return null;
    };

    private (DevicePoller Device, TimeSpan Interval) Device(byte unit, TimeSpan interval, string tail = OnePoint)
    {
        client.With(unit, ModbusTable.HoldingRegister, 0, unit);
        return (new DevicePoller($"d{unit}", unit, ProfileTexts.Profile(tail), catalog), interval);
    }

    // Points of a device that no request can join.
    private DevicePoller Scattered(FakeModbusClient slave, byte unit, int points)
    {
        var lines = Enumerable.Range(0, points).Select(i => $"  p{i}: {{address: {10 * i}, type: uint16}}\n");
        for (var i = 0; i < points; i++)
        {
            slave.With(unit, ModbusTable.HoldingRegister, 10 * i, (ushort)(10 * i));
        }

        return new DevicePoller($"d{unit}", unit, ProfileTexts.Profile("points:\n" + string.Concat(lines)), catalog);
    }

    private LinkPoller Start(params (DevicePoller Device, TimeSpan Interval)[] devices) => Start(TimeSpan.Zero, devices);

    private LinkPoller Start(TimeSpan phase, params (DevicePoller Device, TimeSpan Interval)[] devices)
    {
        var link = new LinkPoller("line", client, devices, clock, channel.Writer, phase: phase);
        running = link.RunAsync(stop.Token);
        return link;
    }

    private void Advance(TimeSpan step, int times)
    {
        for (var i = 0; i < times; i++)
        {
            clock.Advance(step);
        }
    }

    private List<IReadOnlyList<Reading>> Batches()
    {
        var batches = new List<IReadOnlyList<Reading>>();
        while (channel.Reader.TryRead(out var batch))
        {
            batches.Add(batch);
        }

        return batches;
    }

    private IEnumerable<double> ReplyTimes() => Batches().Select(batch => (batch[0].Time - start).TotalSeconds);

    // The second of the reply and the unit, poll by poll.
    private IEnumerable<(int Second, int Unit)> Polls() => Batches().Select(batch =>
        ((int)(batch[0].Time - start).TotalSeconds, catalog[batch[0].Series].Tags[0].Value[1] - '0'));
}
