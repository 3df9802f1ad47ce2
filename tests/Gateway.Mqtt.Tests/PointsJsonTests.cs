using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Gateway.Core;
using Gateway.Influx;

namespace Gateway.Mqtt.Tests;

public sealed class PointsJsonTests
{
    private static readonly MessageHeader Header = new(0x00c0ffee00c0ffee, 41, 1, Backfill: false);

    private static readonly Gen<string> AnyText = Gen.String[Gen.Char["aZ09_-. ,=\"\\#äß€\n\t/{}"], 1, 12];

    [Fact]
    public void Write_IsTheDocumentedForm() => Assert.Equal(
        """{"schema":"1","epoch":"00c0ffee00c0ffee","seq":41,"count":1,"backfill":false,"points":["""
        + """{"measurement":"meter","tags":{"device":"m1"},"fields":{"active_power_kw":12.50,"quality":"good"},"""
        + "\"time_ms\":1732435200000}]}",
        Encoding.UTF8.GetString(PointsJson.Write(Header, "meter,device=m1 active_power_kw=12.50,quality=\"good\" 1732435200000\n"u8)));

    [Fact]
    public void Read_WhatWriteMadeOfAnyReadings_IsTheSameBytes() =>
        Gen.Select(AnyText, AnyText, AnyText, AnyText, Gen.Double, Gen.Int[0, 4]).Array[0, 5].Sample(points =>
        {
            var catalog = new Catalog();
            var readings = new List<Reading>();
            foreach (var (point, place) in points.Select((point, place) => (point, place)))
            {
                var (measurement, tag, field, label, value, code) = point;
                var time = DateTimeOffset.FromUnixTimeMilliseconds(1_732_435_200_000 + place);
                Tag[] tags = [new("d", $"{tag}{place}")];
                readings.Add(new(catalog.Add(new Series(measurement, tags, field, "")), time, value, (Quality)code));
                readings.Add(new(catalog.Add(new Series(measurement, tags, "x" + field, "", [label])), time, code, Quality.Good));
            }

            var lines = new ArrayBufferWriter<byte>();
            LineProtocol.Write(catalog, readings, "mill", "g1", lines);
            var json = PointsJson.Write(Header, lines.WrittenSpan);
            using var parsed = JsonDocument.Parse(json);
            Assert.Equal(points.Length, parsed.RootElement.GetProperty("points").GetArrayLength());
            var (header, read, fault) = PointsJson.Read(json);
            Assert.Equal((Header, string.Empty), (header, fault));
            Assert.Equal(Encoding.UTF8.GetString(lines.WrittenSpan), Encoding.UTF8.GetString(read));
        });

    [Theory]
    [InlineData("""{"measurement":"m","tags":{},"fields":{"v":1e3,"ok":true},"time_ms":5}""", "m v=1e3,ok=true 5\n")]
    [InlineData("""{"time_ms":5,"fields":{"v":1},"unknown":[{}],"tags":{"a":"","b":"c\\"},"measurement":"#m\n"}""", "_m_,b=c/ v=1 5\n")]
    public void Read_WhatOthersMayWrite_IsSafeLineProtocol(string point, string expected)
    {
        var (_, lines, fault) = PointsJson.Read(Encoding.UTF8.GetBytes(Envelope(point)));
        Assert.Equal((expected, string.Empty), (Encoding.UTF8.GetString(lines), fault));
    }

    [Theory]
    [InlineData("""{"measurement":"m","fields":{"v":null},"time_ms":5}""")]
    [InlineData("""{"measurement":"m","fields":{"v":{}},"time_ms":5}""")]
    [InlineData("""{"measurement":"m","fields":{},"time_ms":5}""")]
    [InlineData("""{"measurement":"m","fields":{"v":1}}""")]
    [InlineData("""{"measurement":"m","fields":{"v":1},"time_ms":"5"}""")]
    [InlineData("""{"measurement":"m","fields":{"v":1},"time_ms":5.5}""")]
    [InlineData("""{"measurement":7,"fields":{"v":1},"time_ms":5}""")]
    [InlineData("""{"measurement":"m","tags":[],"fields":{"v":1},"time_ms":5}""")]
    [InlineData("""{"fields":{"v":1},"time_ms":5}""")]
    [InlineData("5")]
    [InlineData("{")]
    [InlineData("}")]
    public void Read_AnotherPoint_IsAFault(string point)
    {
        var (header, _, fault) = PointsJson.Read(Encoding.UTF8.GetBytes(Envelope(point)));
        Assert.Null(header);
        Assert.StartsWith("its JSON is not what a gateway writes", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnyBytes_NeverThrows() => Gen.Byte.Array[0, 60].Sample(bytes =>
    {
        PointsJson.Read([.. "{\"points\":[{\"measurement\":"u8, .. bytes]);
        return PointsJson.Read([.. "{"u8, .. bytes]).Header is null;
    });

    private static string Envelope(string point) =>
        $$"""{"schema":"1","epoch":"00c0ffee00c0ffee","seq":41,"count":1,"backfill":false,"points":[{{point}}]}""";
}
