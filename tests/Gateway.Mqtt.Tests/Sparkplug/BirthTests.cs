using Gateway.Core;
using Gateway.Mqtt.Sparkplug.Protocol;

namespace Gateway.Mqtt.Tests.Sparkplug;

public sealed class BirthTests
{
    private readonly EdgeNode node = new();

    [Fact]
    [Tck(
        "topics-nbirth-seq-num", "topics-nbirth-timestamp", "topics-nbirth-bdseq-included", "topics-nbirth-rebirth-metric",
        "topics-nbirth-metrics", "message-flow-edge-node-birth-publish-nbirth-payload",
        "message-flow-edge-node-birth-publish-nbirth-payload-seq", "operational-behavior-data-commands-rebirth-name",
        "operational-behavior-data-commands-rebirth-name-aliases", "operational-behavior-data-commands-rebirth-datatype",
        "operational-behavior-data-commands-rebirth-value", "payloads-sequence-num-zero-nbirth", "payloads-nbirth-timestamp",
        "payloads-nbirth-seq", "payloads-nbirth-bdseq", "payloads-nbirth-rebirth-req", "payloads-timestamp-in-UTC")]
    public void NodeBirth_HoldsSequenceZeroItsNumberAndTheRebirthControl()
    {
        node.Pass(TimeSpan.FromHours(1));
        var birth = node.Connect()[0];
        Assert.Equal("NBIRTH", birth.Type);
        Assert.True(birth.Payload.HasSeq);
        Assert.Equal((0UL, EdgeNode.Ms(node.Now)), (birth.Payload.Seq, birth.Payload.Timestamp));
        Assert.True(birth["bdSeq"].HasLongValue);
        var rebirth = birth[EdgeNode.Rebirth];
        Assert.Equal(((uint)DataType.Boolean, true, false), (rebirth.Datatype, rebirth.HasBooleanValue, rebirth.BooleanValue));
        Assert.False(rebirth.HasAlias);
        Assert.All(birth.Payload.Metrics, metric => Assert.True(
            metric.HasName && metric.HasDatatype && metric.ValueCase != Payload.Types.Metric.ValueOneofCase.None));
    }

    [Fact]
    [Tck(
        "topics-dbirth-seq", "topics-dbirth-timestamp", "message-flow-device-birth-publish-nbirth-wait",
        "message-flow-device-birth-publish-dbirth-payload", "message-flow-device-birth-publish-dbirth-payload-seq",
        "payloads-dbirth-timestamp", "payloads-dbirth-seq", "payloads-dbirth-seq-inc", "payloads-dbirth-order", "payloads-ddata-order",
        "payloads-ndata-order")]
    public void DeviceBirths_FollowTheNodesAtOnceAndBeforeAnyData()
    {
        node.ReadAll(1);
        node.Connect();
        node.ReadAll(2);
        Assert.Equal(
            ["NBIRTH", "DBIRTH", "DBIRTH", "DBIRTH", "DDATA", "DDATA"], node.Sent.Select(message => message.Type));
        Assert.Equal([0UL, 1, 2, 3, 4, 5], node.Sent.Select(message => message.Payload.Seq));
        Assert.All(node.Sent.Take(4), birth => Assert.Equal(EdgeNode.Ms(node.Now.AddSeconds(-1)), birth.Payload.Timestamp));
    }

    [Fact]
    [Tck(
        "topics-dbirth-metric-reqs", "topics-dbirth-metrics", "operational-behavior-data-publish-dbirth",
        "operational-behavior-data-publish-dbirth-values", "payloads-name-requirement", "payloads-alias-birth-requirement",
        "payloads-name-birth-data-requirement", "payloads-metric-timestamp-in-UTC", "payloads-metric-datatype-value-type",
        "payloads-metric-datatype-value", "payloads-metric-datatype-req")]
    public void DeviceBirth_HoldsEveryMetricWithNameAliasTypeTimeAndValueOrNull()
    {
        var measured = node.Now;
        node.Read((EdgeNode.PowerKw, 12.5));
        node.Pass(TimeSpan.FromHours(1));
        var birth = node.Connect().Single(message => message.Device == "meter");
        Assert.Equal(["active_power_kw", "voltage_v"], birth.Payload.Metrics.Select(metric => metric.Name));
        var power = birth["active_power_kw"];
        Assert.Equal((EdgeNode.Alias(EdgeNode.PowerKw), EdgeNode.Ms(measured)), (power.Alias, power.Timestamp));
        Assert.Equal(((uint)DataType.Double, 12.5, false), (power.Datatype, power.DoubleValue, power.HasIsNull));
        var voltage = birth["voltage_v"];
        Assert.Equal((EdgeNode.Alias(EdgeNode.VoltageV), EdgeNode.Ms(node.Now)), (voltage.Alias, voltage.Timestamp));
        Assert.Equal(((uint)DataType.Double, true), (voltage.Datatype, voltage.IsNull));
        Assert.Equal(Payload.Types.Metric.ValueOneofCase.None, voltage.ValueCase);
        Assert.Equal("kW", SentMessage.Property(power, "engUnit"));
    }

    [Fact]
    [Tck("topics-nbirth-metric-reqs", "operational-behavior-data-publish-nbirth", "operational-behavior-data-publish-nbirth-values")]
    public void NodeBirth_HoldsEveryMetricThatNodeDataEverHold()
    {
        node.ReadAll(1);
        var birth = node.Connect()[0];
        var data = node.Silence().Single(message => message.Type == "NDATA");
        var changed = Assert.Single(data.Payload.Metrics);
        var born = birth.Payload.Metrics.Single(metric => metric.HasAlias && metric.Alias == changed.Alias);
        Assert.Equal(("Gateway/silent_devices", 0UL, 1UL), (born.Name, born.LongValue, changed.LongValue));
    }

    [Fact]
    [Tck("operational-behavior-data-publish-nbirth-order", "operational-behavior-data-publish-dbirth-order")]
    public void Metrics_OfAMessage_StandInTheOrderOfTime()
    {
        node.Read(
            new Reading(EdgeNode.PowerKw, EdgeNode.Start.AddSeconds(5), 1, Quality.Good),
            new Reading(EdgeNode.VoltageV, EdgeNode.Start.AddSeconds(2), 1, Quality.Good));
        node.Connect();
        node.Read(
            new Reading(EdgeNode.PowerKw, EdgeNode.Start.AddSeconds(9), 2, Quality.Good),
            new Reading(EdgeNode.VoltageV, EdgeNode.Start.AddSeconds(7), 2, Quality.Good),
            new Reading(EdgeNode.VoltageV, EdgeNode.Start.AddSeconds(8), 3, Quality.Good));
        var times = node.Sent.Select(message => message.Payload.Metrics.Select(metric => metric.Timestamp).ToArray());
        Assert.All(times, ofOneMessage => Assert.Equal(ofOneMessage.Order(), ofOneMessage));
        Assert.Equal([2.0, 3.0, 2.0], node.Sent[^1].Payload.Metrics.Select(metric => metric.DoubleValue));
    }

    [Fact]
    [Tck("payloads-alias-uniqueness")]
    public void Aliases_OfAllBirths_AreUnique()
    {
        node.ReadAll(1);
        var aliases = node.Connect().SelectMany(birth => birth.Payload.Metrics).Where(metric => metric.HasAlias)
            .Select(metric => metric.Alias).ToList();
        Assert.Equal(EdgeNode.Plant.Count + 3, aliases.Count);
        Assert.Equal(aliases.Count, aliases.Distinct().Count());
    }

    [Fact]
    public void DeviceBirth_OfADeviceThatDoesNotAnswerYet_WaitsForItsFirstAnswer()
    {
        Assert.Equal([null, "retrofit.fan"], node.Connect().Select(birth => birth.Device));
        var sent = node.Read((EdgeNode.SpeedRpm, 1480));
        Assert.Equal([("DBIRTH", "drive"), ("NDATA", null)], sent.Select(message => (message.Type, message.Device)));
        Assert.Equal(1480, sent[0]["motor_speed_rpm"].DoubleValue);
    }

    [Fact]
    public void DeviceBirth_KnowsTheResultsFromBeforeTheStart()
    {
        var restarted = new EdgeNode(known: new Reading(EdgeNode.HourState, EdgeNode.Start, 1, Quality.Good));
        var state = restarted.Connect()[^1]["hour/state"];
        Assert.Equal(((uint)DataType.String, "saving"), (state.Datatype, state.StringValue));
    }
}
