using System.Threading.Channels;
using Gateway.Core;
using Gateway.Modbus;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Devices.Tests;

/// <summary>A link that ends for another, and the one that takes its place. Nothing waits, see <see cref="LinkPollerTests"/>.</summary>
public sealed class LinkHandoverTests : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Channel<IReadOnlyList<Reading>> channel = Channel.CreateUnbounded<IReadOnlyList<Reading>>();
    private readonly CancellationTokenSource noMore = new();
    private readonly CancellationTokenSource atOnce = new();
    private readonly DateTimeOffset start;

    public LinkHandoverTests() => start = clock.GetUtcNow();

    public async ValueTask DisposeAsync()
    {
        await atOnce.CancelAsync();
        atOnce.Dispose();
        noMore.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task RunAsync_NoMore_LetsThePollsUnderWayEndAndBeginsNone(int inFlight)
    {
        await using var client = new FakeModbusClient { MaxInFlight = inFlight, Latency = (Second * 0.3, clock) };
        var link = Link(client, [Device(client, 1, Second), Device(client, 2, Second)]);
        var running = link.RunAsync(noMore.Token, atOnce.Token);
        await noMore.CancelAsync();
        Assert.False(running.IsCompleted);

        Advance(Second * 0.1, times: 20);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(client.Requests.Count, Times().Count);
        Assert.Equal(inFlight == 1 ? 1 : 2, client.Requests.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task RunAsync_AtOnce_GivesThePollUnderWayUp(int inFlight)
    {
        await using var client = new FakeModbusClient { MaxInFlight = inFlight, Latency = (Second * 0.3, clock) };
        var running = Link(client, [Device(client, 1, Second)]).RunAsync(noMore.Token, atOnce.Token);
        await noMore.CancelAsync();
        await atOnce.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Empty(Times());
    }

    [Theory]
    [InlineData(0, 66)]
    [InlineData(0.3, 79)]
    [InlineData(0.5, 60)]
    public async Task RunAsync_OfASuccessor_GoesOnWithTheGridOfBefore(double phase, int stepsBefore)
    {
        await using var client = new FakeModbusClient();
        var first = Link(client, [Device(client, 1, Second)], phase: Second * phase);
        var running = first.RunAsync(noMore.Token, atOnce.Token);
        Advance(Second * 0.05, stepsBefore);
        await noMore.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        var second = Link(client, [Device(client, 1, Second), Device(client, 2, Second / 2)], successorOf: first);
        _ = second.RunAsync(atOnce.Token);
        Advance(Second * 0.05, times: 60);

        var times = Times();
        var ofTheFirst = times.Where(reading => reading.Value == 1).Select(reading => reading.Time).ToList();
        Assert.Equal(Enumerable.Range(0, ofTheFirst.Count).Select(slot => Math.Round(phase + slot, 3)), ofTheFirst);
        Assert.InRange(ofTheFirst.Count, 5, 7);
        Assert.All(times.Where(reading => reading.Value == 2), reading => Assert.Equal(0, Math.Round((reading.Time - phase) % 0.5, 3)));
        Assert.Equal(0, first.MissedSlots + second.MissedSlots);
    }

    [Fact]
    public async Task RunAsync_OfASuccessorThatIsLate_PollsTheSlotThatIsDueAndCountsTheOthers()
    {
        await using var client = new FakeModbusClient();
        var first = Link(client, [Device(client, 1, Second)]);
        var running = first.RunAsync(noMore.Token, atOnce.Token);
        await noMore.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        clock.Advance(3.5 * Second);

        var second = Link(client, [Device(client, 1, Second)], successorOf: first);
        _ = second.RunAsync(atOnce.Token);
        Advance(Second * 0.5, times: 2);

        Assert.Equal([0, 3.5, 4], Times().Select(reading => reading.Time));
        Assert.Equal(2, second.MissedSlots);
    }

    private LinkPoller Link(
        FakeModbusClient client,
        IReadOnlyList<(DevicePoller, TimeSpan)> devices,
        TimeSpan phase = default,
        LinkPoller? successorOf = null) =>
        new("line", client, devices, clock, channel.Writer, phase: phase, successorOf: successorOf);

    private static (DevicePoller Device, TimeSpan Interval) Device(FakeModbusClient client, byte unit, TimeSpan interval)
    {
        client.With(unit, ModbusTable.HoldingRegister, 0, unit);
        var profile = ProfileTexts.Profile("points: {a: {address: 0, type: uint16}}\n");
        return (new DevicePoller($"d{unit}", unit, profile, new Catalog()), interval);
    }

    private void Advance(TimeSpan step, int times)
    {
        for (var i = 0; i < times; i++)
        {
            clock.Advance(step);
        }
    }

    private List<(double Time, double Value)> Times()
    {
        var times = new List<(double, double)>();
        while (channel.Reader.TryRead(out var batch))
        {
            times.AddRange(batch.Select(reading => (Math.Round((reading.Time - start).TotalSeconds, 3), reading.Value)));
        }

        return times;
    }
}
