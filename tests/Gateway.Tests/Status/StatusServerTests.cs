using System.Net;
using System.Text.Json;
using Gateway.Core;
using Gateway.Modbus;
using Gateway.Mqtt.Sparkplug;
using Gateway.Status;

namespace Gateway.Tests.Status;

public sealed class StatusServerTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private readonly HttpClient http = new();
    private StatusServer server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await StatusServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), Token);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Healthz_WhileStarting_IsUnavailable()
    {
        using var answer = await http.GetAsync(new Uri($"{server.Address}/healthz"), Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("starting\n", await answer.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.ServiceUnavailable)]
    public async Task Healthz_WhenShown_FollowsTheHealth(bool healthy, HttpStatusCode expected)
    {
        server.Show(Status, () => new Health(healthy, "words"));
        using var answer = await http.GetAsync(new Uri($"{server.Address}/healthz"), Token);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Status_IsJsonWithUnitsInItsNames()
    {
        server.Show(Status, () => new Health(true, "healthy"));
        using var json = JsonDocument.Parse(await http.GetStringAsync(new Uri($"{server.Address}/status"), Token));
        Assert.Equal(2.5, json.RootElement.GetProperty("retrofits")[0].GetProperty("saved_kwh").GetDouble());
        var value = json.RootElement.GetProperty("devices")[0].GetProperty("values")[0];
        Assert.Equal(JsonValueKind.Null, value.GetProperty("value").ValueKind);
        Assert.Equal("Timeout", value.GetProperty("quality").GetString());
        var mark = json.RootElement.GetProperty("devices")[0].GetProperty("screening")[0];
        Assert.Equal(("range", "at most 100 A", 7), (Text("rule"), Text("judges_by"), mark.GetProperty("readings").GetInt32()));
        Assert.Equal(Now, mark.GetProperty("since").GetDateTimeOffset());

        string? Text(string name) => mark.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Metrics_EachFamilyHasHelpAndTypeBeforeItsSamples()
    {
        server.Show(Status, () => new Health(true, "healthy"));
        var text = await http.GetStringAsync(new Uri($"{server.Address}/metrics"), Token);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("gateway_retrofit_saved_kwh{retrofit=\"fan\"} 2.5", lines);
        Assert.Contains("gateway_stack_load_kg{stack=\"boiler\",pollutant=\"so2\"} 0.125", lines);
        var described = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Assert.True(described.Add(line.Split(' ')[2]), line);
            }
            else if (!line.StartsWith('#'))
            {
                Assert.Contains(line.Split(' ', '{')[0], described);
            }
        }
    }

    [Fact]
    public async Task Metrics_TheWire_IsCountedPerDeviceAndLinkInBaseUnits()
    {
        server.Show(Status, () => new Health(true, "healthy"));
        var lines = (await http.GetStringAsync(new Uri($"{server.Address}/metrics"), Token)).Split('\n');
        Assert.Contains("gateway_device_requests_total{device=\"meter\"} 12", lines);
        Assert.Contains("gateway_device_exceptions_total{device=\"meter\",code=\"0B\"} 3", lines);
        Assert.Contains("gateway_link_timeouts_total{link=\"line\"} 2", lines);
        Assert.Contains("gateway_link_round_trip_seconds{link=\"line\",quantile=\"0.99\"} 0.025", lines);
        Assert.Contains("gateway_link_crc_errors_total{link=\"line\"} 4", lines);
        Assert.Contains("gateway_link_busy_seconds_total{link=\"line\"} 25", lines);
        Assert.Contains("gateway_link_missed_slots_total{link=\"line\"} 6", lines);
        Assert.Contains("gateway_link_lateness_seconds{link=\"line\",quantile=\"0.99\"} 0.002", lines);
        Assert.Contains("gateway_link_utilisation_ratio{link=\"line\"} 0.25", lines);
        Assert.Contains("gateway_device_refused_points{device=\"meter\"} 2", lines);
        Assert.Contains("gateway_points_rejected_total 2", lines);
        Assert.Contains("gateway_sparkplug_dropped_values_total 7", lines);
        Assert.Contains("gateway_screened_readings_total{device=\"meter\",field=\"current_a\",rule=\"range\"} 7", lines);
    }

    [Fact]
    public async Task Status_TheWire_NamesExceptionsAndUtilisation()
    {
        server.Show(Status, () => new Health(true, "healthy"));
        using var json = JsonDocument.Parse(await http.GetStringAsync(new Uri($"{server.Address}/status"), Token));
        var link = json.RootElement.GetProperty("links")[0];
        Assert.Equal(25, link.GetProperty("polling").GetProperty("utilisation_pct").GetDouble());
        Assert.Equal("GatewayTargetFailedToRespond", link.GetProperty("wire").GetProperty("exceptions")[0].GetProperty("name").GetString());
        Assert.Equal(25, json.RootElement.GetProperty("devices")[0].GetProperty("wire").GetProperty("round_trip_p99_ms").GetDouble());
    }

    private static WireStatistics Wire { get; } = new()
    {
        Requests = 12,
        Timeouts = 2,
        Exceptions = new Dictionary<ModbusExceptionCode, long> { [ModbusExceptionCode.GatewayTargetFailedToRespond] = 3 },
        RoundTripP50 = TimeSpan.FromMilliseconds(5),
        RoundTripP99 = TimeSpan.FromMilliseconds(25),
    };

    private static GatewayStatus Status() => new(
        "site", "gw", "1.0", Now, Now,
        [LinkStatus.Of(
            "line", Wire with { ChecksumErrors = 4, Busy = TimeSpan.FromSeconds(25) }, new PollingStatus(25, 0.1, 2, 6))],
        [new DeviceStatus(
            "meter", "line", "eastron-sdm630", 5, 1, Now, "timeout", WireCounts.Of(Wire),
            [new RefusedStatus(["a", "b"], "is refused", Now)],
            [new ScreeningStatus("current_a", "range", "at most 100 A", 7, Now)],
            new Dictionary<string, string> { ["serial_number"] = "42" },
            [new("active_power_kw", null, "kW", Quality.Timeout, Now)])],
        [new RetrofitStatus("fan", 10, 7.5, 2.5, Now, Now, 1)],
        [new StackStatus("boiler", [new PollutantStatus("so2", 30, 33, 1.1, 0.125, Now, Now, 1)])],
        new JournalStatus("00", 1, 9, 4096, 100, Now, 0),
        new DeliveryStatus(true, null, 3, 5, 50, 0, 0, 2),
        new SparkplugStatus("mqtt://b:1883", true, "", 2, 40, 0, 0, 7, 0));
}
