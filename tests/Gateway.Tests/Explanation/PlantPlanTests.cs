using System.Text.Json;
using Gateway.Configuration;
using Gateway.Explanation;
using Gateway.Yaml;

namespace Gateway.Tests.Explanation;

public sealed class PlantPlanTests
{
    private const string TwoPointProfile = """
        name: two-points
        manufacturer: none
        models: [none]
        measurement: meter
        source: this test
        table: input
        points:
          fast: { address: 0, type: float32, unit: kW }
          slow: { address: 100, type: uint16, scale: 0.1, unit: kWh, interval: 10s }
        """;

    [Fact]
    public void Of_PointsWithIntervalsOfTheirOwn_CountsTheReadsThatAreMade()
    {
        var plan = PlantPlan.Of(Options("baud: 9600"));
        var link = Assert.Single(plan.Links);
        var meter = Assert.Single(link.Devices);
        Assert.Equal(1.1, meter.RequestsPerSecond, 1e-9);
        Assert.Equal(2.1, meter.RegistersPerSecond, 1e-9);
        Assert.Equal(1.1, meter.PointsPerSecond, 1e-9);
        Assert.Equal(2, meter.LongestPollRequests);
        // Request 8 and reply 5 characters of 11 bits, two silences of 3.5, 5 ms for the device; 2 characters a register.
        var request = ((13 + 7) * 11 / 9600.0) + 0.005;
        var register = 2 * 11 / 9600.0;
        Assert.Equal(100 * ((1.1 * request) + (2.1 * register)), meter.BusyPct, 0.01);
        Assert.Equal(meter.BusyPct, link.BusyPct, 1e-9);
        Assert.Equal(1000 * ((2 * request) + (3 * register)), meter.LongestPollMs, 0.01);
    }

    [Fact]
    public void Of_AMeter_CountsADaysPointsAndBytes()
    {
        var volume = PlantPlan.Of(Options("baud: 9600")).Volume;
        Assert.Equal(1.1 * 86_400, volume.PointsPerDay, 1e-6);
        Assert.Equal(86_400, volume.MqttMessagesPerDay, 1e-6);
        // A record's header, a tick's head, 2 to 7 bytes a reading, and a checkpoint without calculations each minute.
        Assert.InRange(volume.JournalBytesPerDay, 86_400 * (16 + 13 + 2), 86_400 * (16 + 13 + (1.1 * 7) + 1));
        Assert.InRange(volume.MqttBytesPerDay, 86_400 * 256, 86_400 * (256 + 256));
        Assert.InRange(volume.HistoryBytesPerDay, 2 * 1440 * 20, 2 * 1440 * 400);
    }

    [Fact]
    public void Text_NamesLinkDeviceAndVolume()
    {
        var options = Options("baud: 9600");
        var text = PlantPlan.Of(options).Text(options);
        Assert.Contains("link bus, 9600 Bd, 8E1: 27.9 ms a request and 2.29 ms a register; busy 3.6 %", text, StringComparison.Ordinal);
        Assert.Contains("m       two-points     1   1000 ms", text, StringComparison.Ordinal);
        Assert.Contains("95,040 a day with results", text, StringComparison.Ordinal);
        Assert.DoesNotContain("MQTT", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_HasTheSameNumbers()
    {
        var plan = PlantPlan.Of(Options("baud: 19200"));
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(plan, PlantPlanJson.Default.PlantPlan));
        var device = json.RootElement.GetProperty("links")[0].GetProperty("devices")[0];
        Assert.Equal(1.1, device.GetProperty("requests_per_second").GetDouble(), 1e-9);
        var journal = json.RootElement.GetProperty("volume").GetProperty("journal_bytes_per_day").GetDouble();
        Assert.Equal(plan.Volume.JournalBytesPerDay, journal);
    }

    private static GatewayOptions Options(string line)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-test-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "profiles"));
            File.WriteAllText(Path.Combine(folder.FullName, "profiles", "two-points.yaml"), TwoPointProfile);
            var text = $$"""
                site: s
                gateway: g
                profiles: profiles
                links:
                  - name: bus
                    serial: /dev/ttyUSB0
                    {{line}}
                    devices: [{ name: m, profile: two-points, unit: 1, interval: 1s }]
                """;
            var file = GatewayFile.Read(YamlDocument.Parse("gateway.yaml", text), folder.FullName);
            Assert.Empty(file.Faults);
            return file.Value;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
