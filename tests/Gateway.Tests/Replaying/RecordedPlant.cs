using System.Buffers;
using Gateway.Configuration;
using Gateway.Core;
using Gateway.Journal;
using Gateway.Journal.Ledger;
using Gateway.Pipeline;
using Gateway.TestKit.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Replaying;

/// <summary>A fan with its retrofit, recorded as the gateway records it, without a gateway.</summary>
internal sealed class RecordedPlant : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 5, 1, 20, 0, 0, TimeSpan.Zero);

    private readonly TempFolder folder = new();

    public RecordedPlant()
    {
        File.WriteAllText(File_, """
            site: s
            gateway: g
            links:
              - name: line
                tcp: 192.0.2.1
                devices:
                  - { name: drive, profile: abb-acs580, unit: 1, interval: 10s }
                  - { name: meter, profile: eastron-sdm630, unit: 2, interval: 10s }
            retrofits:
              - name: fan
                baseline: { kind: fan_curve, control: outlet_damper, full_flow_power_kw: 43.4, rated_speed_rpm: 1480 }
                power: meter.active_power_kw
                speed: drive.motor_speed_rpm
            """);
        Options = GatewayFile.Read(File_).Value;
    }

    public string File_ => folder.File("gateway.yaml");

    public GatewayOptions Options { get; }

    public string LedgerFile => Path.Combine(GatewayPipeline.LedgerFolder(Options), LedgerFormat.FileName);

    /// <summary>Records some hours, from where it stands.</summary>
    public void Record(TimeSpan duration, DateTimeOffset? from = null, Func<Tick, Tick>? change = null)
    {
        var installation = Installation.Of(Options);
        using var journal = JournalWriter.Open(
            GatewayPipeline.JournalFolder(Options), new JournalOptions { Durability = Durability.Normal },
            CatalogText.Write(installation.Catalog));
        Recovery.Restore(journal, installation.Catalog, installation.Calculations, new LatestValues(installation.Catalog));
        var (power, speed) = (Series("meter,device=meter active_power_kw"), Series("vfd,device=drive motor_speed_rpm"));
        var random = new Random(1);
        var payload = new ArrayBufferWriter<byte>();
        var begin = from ?? Start;
        for (var time = begin; time < begin + duration; time += TimeSpan.FromSeconds(10))
        {
            Reading[] readings =
            [
                new(speed, time, 900 + random.Next(400), Quality.Good),
                new(
                    power, time.AddMilliseconds(40), 10 + (10 * random.NextDouble()),
                    random.Next(50) == 0 ? Quality.Timeout : Quality.Good),
            ];
            var results = new List<Reading>();
            installation.Calculations.Fold(readings, results);
            var tick = new Tick(readings, results, time.Second == 0 ? installation.Calculations.SaveCheckpoint() : default);
            payload.ResetWrittenCount();
            TickCodec.Write(change?.Invoke(tick) ?? tick, payload);
            journal.Append(payload.WrittenSpan);
            Assert.True(journal.Commit().Committed);
        }

        int Series(string key) => installation.Catalog.Find(key)!.Value;
    }

    /// <summary>Brings the ledger to where the journal stands.</summary>
    public async Task EnterAsync()
    {
        var catalog = Installation.Of(Options).Catalog;
        using var journal = JournalWriter.Open(GatewayPipeline.JournalFolder(Options), new JournalOptions(), CatalogText.Write(catalog));
        using var ledger = LedgerWriter.Open(GatewayPipeline.LedgerFolder(Options));
        using var end = new CancellationTokenSource();
        var feed = new LedgerFeed(journal, catalog, ledger, TimeProvider.System, NullLogger<LedgerFeed>.Instance);
        var feeding = feed.RunAsync(end.Token);
        while (feed.LastSeq < journal.CommittedEnd - 1)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        await end.CancelAsync();
        await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public LedgerCheck Check()
    {
        using var storage = DiskStorage.OpenToRead(GatewayPipeline.LedgerFolder(Options));
        return LedgerCheck.Of(storage);
    }

    public void Dispose() => folder.Dispose();
}
