using System.Collections.Concurrent;
using Gateway.Bridge;
using Gateway.Core;
using Gateway.Influx;
using Gateway.Mqtt;
using Gateway.TestKit.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Reloading;

/// <summary>A hundred edits while the plant is polled and delivered: what they leave alone must not notice them.</summary>
public sealed class HundredEditsTests : IAsyncDisposable
{
    private const int Edits = 100;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TempFolder folder = new();
    private readonly SimulatedDevices kept = new();
    private readonly SimulatedDevices changed = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await kept.DisposeAsync();
        await changed.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task EditsUnderLoad_LoseNoReading()
    {
        await using var broker = await EmbeddedBroker.StartAsync(0, NullLogger<EmbeddedBroker>.Instance);
        using var bridging = new CancellationTokenSource();
        var database = new Lines();
        var bridge = RunBridge(broker.Port, database, bridging.Token);
        var slots = 0;
        string[] refused;
        await using (var gateway = RunningGateway.Run(folder, Plant(0, broker.Port)))
        {
            await gateway.RecordedAsync("fan");
            var editing = EditAsync(gateway, broker.Port);
            while (!editing.IsCompleted)
            {
                await gateway.AdvanceAsync(Second, "fan");
                slots++;
            }

            refused = await editing;
            await gateway.AdvanceAsync(Second, "fan", "pump");
            slots++;
            await gateway.HoldsAsync(() => gateway.Undelivered == 0, "all is delivered");
            await gateway.StopAsync();
            Assert.Equal(Edits - refused.Length, gateway.Status.Configuration!.Changes);
        }

        await bridging.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bridge);
        var ticks = RunningGateway.Recorded(folder);
        AssertNothingIsMissing(ticks, slots);
        Assert.Equal(Edits / 10, refused.Length);
        Assert.Empty(Points(ticks).Except(database.Points));
    }

    private void AssertNothingIsMissing(List<RecordedTick> ticks, int slots)
    {
        Assert.Equal(1, kept.Connections);
        Assert.Equal(ticks.Select(tick => tick.Seq), Enumerable.Range(0, ticks.Count).Select(i => ticks[0].Seq + i));

        // The link that no edit touches: a reading in each slot of the grid, once and in time; and the total over all of them.
        var grid = Enumerable.Range(0, slots + 1).Select(slot => RunningGateway.Start + (slot * Second));
        var power = RunningGateway.Of(ticks, Key("fan"));
        Assert.Equal(grid, power.Select(reading => reading.Time));
        Assert.All(power, reading => Assert.Equal((SimulatedDevices.PowerKw, Quality.Good), (reading.Value, reading.Quality)));
        var total = RunningGateway.Of(ticks, "savings,period=total,retrofit=id-fan measured_kwh");
        Assert.Equal(slots + 1, total.Count);
        Assert.Equal(slots * SimulatedDevices.PowerKw / 3600, total[^1].Value, 1e-9);

        // Links that come, go and change: what a device has answered is recorded, once.
        foreach (var (device, unit) in ((string, byte)[])[("fan", 1), ("pump", 2), ("blower", 3), ("mill", 4)])
        {
            var readings = RunningGateway.Of(ticks, Key(device));
            Assert.Equal((kept.AnswersOf(unit) + changed.AnswersOf(unit), device), (readings.Count, device));
            Assert.InRange(readings.Count, 5, slots + 1);
            Assert.All(readings.Zip(readings.Skip(1)), pair => Assert.True(pair.First.Time < pair.Second.Time));
        }
    }

    // Returns the faults of the edits that were refused.
    private async Task<string[]> EditAsync(RunningGateway gateway, int broker)
    {
        var refused = new List<string>();
        for (var edit = 1; edit <= Edits; edit++)
        {
            var status = await gateway.EditAsync(Plant(edit, broker));
            refused.AddRange(status.Refused is { } fault ? [fault.Faults[0]] : []);
            Assert.Equal(edit % 10 == 5, status.Refused is not null);
        }

        return [.. refused];
    }

    private string Plant(int edit, int broker)
    {
        var blower = edit % 3 == 1 ? Link("more", "blower", 3, changed) : string.Empty;
        var mill = edit % 4 >= 2 ? Link("another", "mill", 4, changed) : string.Empty;
        var text = new PlantText(kept, changed)
        {
            ChangedLink = $"reply_timeout: {20_000 + (edit / 2)}ms",
            ChangedInterval = edit % 7 == 6 ? "2s" : "1s",
            Links = $"{blower}{mill}",
            More = $$"""
                  - name: pump
                    power: pump.active_power_kw
                    speed: pump.speed_rpm
                    baseline: { kind: fan_curve, control: inlet_vane, full_flow_power_kw: {{20 + (edit / 5)}}, rated_speed_rpm: 1000 }
                # edit {{edit}}
                forward: { broker: "{{(edit % 20 < 10 ? "127.0.0.1" : "localhost")}}:{{broker}}" }
                """,
        };
        return edit % 10 == 5 ? text.ToString().Replace("unit: 2", "unit: 999", StringComparison.Ordinal) : text.ToString();
    }

    private static string Link(string name, string device, int unit, SimulatedDevices at) =>
        $$"""

          - name: {{name}}
            tcp: {{at.EndPoint}}
            reply_timeout: 30s
            connect_timeout: 30s
            devices: [ { name: {{device}}, profile: probe, unit: {{unit}}, interval: 1s } ]
        """;

    private static string Key(string device) => $"meter,device={device} active_power_kw";

    private static Task RunBridge(int port, Lines database, CancellationToken stop)
    {
        var subscriber = new MqttSubscriber(
            new BrokerOptions { Host = "127.0.0.1", Port = port }, new Topics(), new SubscriberOptions(), TimeProvider.System,
            new Random(1), NullLogger<MqttSubscriber>.Instance);
        return new BridgeLoop(
            subscriber, database, new BridgeSettings(), new Random(1), TimeProvider.System, NullLogger<BridgeLoop>.Instance).RunAsync(stop);
    }

    private static IEnumerable<string> Points(IEnumerable<RecordedTick> ticks) =>
        from tick in ticks
        from reading in tick.Tick.Readings
        where reading.Quality == Quality.Good
        from device in tick.Catalog[reading.Series].Tags
        select $"{device.Value} {reading.Time.ToUnixTimeMilliseconds()}";

    /// <summary>A database that remembers of which device and instant it has a point.</summary>
    private sealed class Lines : IPointWriter
    {
        public ConcurrentDictionary<string, bool> Seen { get; } = new();

        public ICollection<string> Points => Seen.Keys;

        public ValueTask<WriteVerdict> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
        {
            foreach (var line in System.Text.Encoding.UTF8.GetString(lines.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var device = line.Split(' ')[0].Split(',').FirstOrDefault(tag => tag.StartsWith("device=", StringComparison.Ordinal));
                Seen.TryAdd($"{device?["device=".Length..]} {line[(line.LastIndexOf(' ') + 1)..]}", true);
            }

            return ValueTask.FromResult(WriteVerdict.Stored);
        }
    }
}
