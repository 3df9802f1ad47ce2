using System.Text.Json;
using Gateway.Core;
using Gateway.Mqtt.Sparkplug.Protocol;
using Gateway.Mqtt.Sparkplug.Session;
using Google.Protobuf;

namespace Gateway.Mqtt.Tests.Sparkplug;

/// <summary>The payloads, read by npm's sparkplug-payload.</summary>
public sealed class DecoderTests(NodeDecoder decoder) : IClassFixture<NodeDecoder>
{
    [Fact]
    public async Task SparkplugPayload_AWholeLife_ReadsWhatWasMeant()
    {
        var node = new EdgeNode(firstBdSeq: 255);
        node.Read(
            new Reading(EdgeNode.PowerKw, EdgeNode.Start, -12.5, Quality.Good),
            new Reading(EdgeNode.VoltageV, EdgeNode.Start, double.NaN, Quality.NotAvailable),
            new Reading(EdgeNode.HourState, EdgeNode.Start, 1, Quality.PartialCoverage));
        node.Connect();
        node.PassUntilDeadline();
        node.Silence();
        node.Do(new SessionEvent.Stop());
        var read = await decoder.DecodeAsync(
            [.. node.Wills.Concat(node.Sent).Select(message => message.Payload.ToByteArray())], TestContext.Current.CancellationToken);

        Assert.Equal(node.Sent.Count + 1, read.Count);
        AssertSameEnvelope(node.Wills[0], read[0]);
        for (var i = 0; i < node.Sent.Count; i++)
        {
            AssertSameEnvelope(node.Sent[i], read[i + 1]);
        }

        var number = read[1].GetProperty("metrics")[0];
        Assert.Equal(("bdSeq", "Int64", 255), (Text(number, "name"), Text(number, "type"), number.GetProperty("value").GetInt64()));
        var rebirth = read[1].GetProperty("metrics")[1];
        Assert.Equal((EdgeNode.Rebirth, "Boolean"), (Text(rebirth, "name"), Text(rebirth, "type")));
        Assert.False(rebirth.GetProperty("value").GetBoolean());
        AssertMeter(read[2]);
        var state = read[3].GetProperty("metrics").EnumerateArray().Single(metric => Text(metric, "name") == "hour/state");
        Assert.Equal(("String", "saving"), (Text(state, "type"), Text(state, "value")));
    }

    /// <summary>A host knows a metric's type from its birth; given that, the decoder reads the value.</summary>
    [Fact]
    public async Task SparkplugPayload_DataWithTheTypesOfTheBirth_ReadsTheValues()
    {
        var node = new EdgeNode();
        node.ReadAll(1);
        node.Connect();
        var data = node.Read((EdgeNode.PowerKw, 0.1), (EdgeNode.VoltageV, -3e300))[0].Payload;
        foreach (var metric in data.Metrics)
        {
            metric.Datatype = (uint)DataType.Double;
        }

        var read = Assert.Single(await decoder.DecodeAsync([data.ToByteArray()], TestContext.Current.CancellationToken));
        Assert.Equal([0.1, -3e300], read.GetProperty("metrics").EnumerateArray().Select(metric => metric.GetProperty("value").GetDouble()));
    }

    private static void AssertMeter(JsonElement birth)
    {
        var power = birth.GetProperty("metrics")[0];
        Assert.Equal(
            ("active_power_kw", "Double", -12.5), (Text(power, "name"), Text(power, "type"), power.GetProperty("value").GetDouble()));
        Assert.Equal(192, power.GetProperty("properties").GetProperty("Quality").GetProperty("value").GetInt32());
        Assert.Equal("kW", Text(power.GetProperty("properties").GetProperty("engUnit"), "value"));
        var voltage = birth.GetProperty("metrics")[1];
        Assert.Equal(JsonValueKind.Null, voltage.GetProperty("value").ValueKind);
        Assert.Equal(0, voltage.GetProperty("properties").GetProperty("Quality").GetProperty("value").GetInt32());
        Assert.Equal("NotAvailable", Text(voltage.GetProperty("properties").GetProperty("QualityReason"), "value"));
    }

    private static void AssertSameEnvelope(SentMessage sent, JsonElement read)
    {
        Assert.Equal(sent.Payload.HasSeq, read.TryGetProperty("seq", out var seq));
        Assert.Equal(sent.Payload.HasTimestamp, read.TryGetProperty("timestamp", out var time));
        if (sent.Payload.HasSeq)
        {
            Assert.Equal((sent.Payload.Seq, sent.Payload.Timestamp), (seq.GetUInt64(), time.GetUInt64()));
        }

        var metrics = read.TryGetProperty("metrics", out var found) ? found.EnumerateArray().ToList() : [];
        Assert.Equal(sent.Payload.Metrics.Count, metrics.Count);
        foreach (var (metric, decoded) in sent.Payload.Metrics.Zip(metrics))
        {
            Assert.Equal(metric.HasAlias, decoded.TryGetProperty("alias", out var alias) && alias.GetUInt64() == metric.Alias);
            Assert.Equal(metric.HasName, decoded.TryGetProperty("name", out var name) && name.GetString() == metric.Name);
            Assert.Equal(metric.IsHistorical, decoded.TryGetProperty("isHistorical", out var historical) && historical.GetBoolean());
        }
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
