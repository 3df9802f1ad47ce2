using System.Text;
using Gateway.Core;
using Gateway.TestKit.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Influx.Tests;

/// <summary>Against a real server of the 2.x write API. It takes bad lines silently, so what counts is what reads back.</summary>
public sealed class VictoriaMetricsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_ByTheV2Api_ReadsBackEqual()
    {
        Assert.SkipUnless(VictoriaMetricsServer.IsInstalled, VictoriaMetricsServer.MissingReason);
        await using var server = await VictoriaMetricsServer.StartAsync(Token);
        using var writer = new InfluxWriter(
            new InfluxOptions
            {
                Url = server.Url, Api = InfluxApi.V2, Organization = "o", Bucket = "b", Token = "t", Timeout = TimeSpan.FromSeconds(60),
            },
            TimeProvider.System, NullLogger<InfluxWriter>.Instance);
        var catalog = Readings.Catalog(Readings.Power("fan"), Readings.Power("pump"));
        Reading[] readings = [.. Enumerable.Range(0, 1000).Select(i => Readings.Good(i % 2, (i - 500) / 8.0, i))];
        var lines = Readings.Lines(catalog, readings, site: @"mill, ""no"" = 3");

        Assert.Equal(WriteVerdict.Stored, await writer.WriteAsync(Encoding.UTF8.GetBytes(lines), Token));

        var series = await server.ExportAsync("meter_active_power_kw", readings.Length, Token);
        Assert.Equal(["fan", "pump"], series.Select(one => one.Labels["device"]).Order());
        Assert.All(series, one => Assert.Equal(@"mill, ""no"" = 3", one.Labels["site"]));
        Assert.Equal(
            readings.Select(reading => (reading.Time.ToUnixTimeMilliseconds(), reading.Value)),
            series.SelectMany(one => one.Samples).Order());
    }
}
