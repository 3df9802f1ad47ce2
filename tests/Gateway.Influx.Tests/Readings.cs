using System.Buffers;
using System.Text;
using Gateway.Core;

namespace Gateway.Influx.Tests;

/// <summary>Readings for tests, and their lines.</summary>
internal static class Readings
{
    public static readonly DateTimeOffset Noon = new(2025, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static Series Power(string device = "fan") => new("meter", [new Tag("device", device)], "active_power_kw", "kW");

    public static Catalog Catalog(params ReadOnlySpan<Series> series)
    {
        var catalog = new Catalog();
        foreach (var one in series)
        {
            catalog.Add(one);
        }

        return catalog;
    }

    public static Reading Good(int series, double value, int afterMs = 0) =>
        new(series, Noon.AddMilliseconds(afterMs), value, Quality.Good);

    public static string Lines(Catalog catalog, IReadOnlyList<Reading> readings, string site = "mill", string gateway = "g1")
    {
        var output = new ArrayBufferWriter<byte>();
        var count = LineProtocol.Write(catalog, readings, site, gateway, output);
        var lines = Encoding.UTF8.GetString(output.WrittenSpan);
        Assert.Equal(count, lines.Count(character => character == '\n'));
        return lines;
    }
}
