using Gateway.Core;

namespace Gateway.Mqtt.Tests.Sparkplug;

public sealed class DataTests
{
    private readonly EdgeNode node = new();

    public DataTests()
    {
        node.ReadAll(1);
        node.Connect();
    }

    [Fact]
    [Tck(
        "topics-ddata-timestamp", "topics-ddata-seq-num", "payloads-ddata-timestamp", "payloads-ddata-seq",
        "payloads-alias-data-cmd-requirement", "payloads-metric-datatype-not-req")]
    public void DeviceData_HoldsAliasTimeAndValueAlone()
    {
        var measured = node.Now;
        var data = Assert.Single(node.Read((EdgeNode.PowerKw, 2)));
        Assert.Equal(("DDATA", "meter"), (data.Type, data.Device));
        Assert.Equal((4UL, EdgeNode.Ms(node.Now)), (data.Payload.Seq, data.Payload.Timestamp));
        var metric = Assert.Single(data.Payload.Metrics);
        Assert.False(metric.HasName || metric.HasDatatype || metric.HasIsHistorical || metric.Properties is not null);
        Assert.Equal(
            (EdgeNode.Alias(EdgeNode.PowerKw), EdgeNode.Ms(measured), 2.0), (metric.Alias, metric.Timestamp, metric.DoubleValue));
    }

    [Fact]
    [Tck("principles-rbe-recommended", "topics-ddata-payload", "operational-behavior-data-publish-dbirth-change")]
    public void DeviceData_HoldWhatChanged()
    {
        Assert.Empty(node.ReadAll(1));
        var data = Assert.Single(node.Read((EdgeNode.PowerKw, 1), (EdgeNode.VoltageV, 2), (EdgeNode.SpeedRpm, 1)));
        Assert.Equal(EdgeNode.Alias(EdgeNode.VoltageV), Assert.Single(data.Payload.Metrics).Alias);
        Assert.Equal(
            [2.0, 3.0], Assert.Single(node.Read((EdgeNode.PowerKw, 2), (EdgeNode.PowerKw, 3))).Payload.Metrics.Select(m => m.DoubleValue));
    }

    [Fact]
    public void DeviceData_OfAPeriod_AreNewsEvenIfTheNumberIsTheSame()
    {
        Assert.Single(node.Read((EdgeNode.HourSavedKwh, 0)));
        Assert.Single(node.Read((EdgeNode.HourSavedKwh, 0)));
        Assert.Single(node.Read((EdgeNode.SavedKw, 0)));
        Assert.Empty(node.Read((EdgeNode.SavedKw, 0)));
    }

    [Fact]
    [Tck(
        "topics-ndata-seq-num", "topics-ndata-timestamp", "topics-ndata-payload", "operational-behavior-data-publish-nbirth-change",
        "payloads-ndata-timestamp", "payloads-ndata-seq")]
    public void NodeData_HoldWhatChangedInTheNode()
    {
        node.ReadAll(2);
        Assert.DoesNotContain(node.Sent, message => message.Type == "NDATA");
        var sent = node.Silence();
        Assert.Equal(["DDEATH", "NDATA"], sent.Select(message => message.Type));
        Assert.Equal((sent[0].Payload.Seq + 1, EdgeNode.Ms(node.Now)), (sent[1].Payload.Seq, sent[1].Payload.Timestamp));
        var metric = Assert.Single(sent[1].Payload.Metrics);
        Assert.False(metric.HasName || metric.HasDatatype);
        Assert.Equal((1UL, EdgeNode.Ms(node.Now)), (metric.LongValue, metric.Timestamp));
    }

    [Fact]
    [Tck(
        "payloads-sequence-num-always-included", "payloads-sequence-num-incrementing", "payloads-ddata-seq-inc", "payloads-ndata-seq-inc",
        "payloads-ddeath-seq-inc")]
    public void Sequence_OverAllMessages_RisesByOneTo255AndBeginsAnew()
    {
        for (var i = 0; i < 400; i++)
        {
            _ = i % 20 == 19 ? node.Silence() : node.ReadAll(i + 2);
        }

        Assert.True(node.Sent.Count > 800);
        Assert.Equal(["DBIRTH", "DDATA", "DDEATH", "NBIRTH", "NDATA"], node.Sent.Select(message => message.Type).Distinct().Order());
        Assert.All(node.Sent, message => Assert.True(message.Payload.HasSeq));
        Assert.Equal(
            Enumerable.Range(0, node.Sent.Count).Select(place => (ulong)(place % 256)), node.Sent.Select(message => message.Payload.Seq));
    }

    [Fact]
    [Tck(
        "payloads-propertyset-keys-array-size", "payloads-propertyset-values-array-size", "payloads-metric-propertyvalue-type-type",
        "payloads-metric-propertyvalue-type-value", "payloads-metric-propertyvalue-type-req", "payloads-propertyset-quality-value-type",
        "payloads-propertyset-quality-value-value")]
    public void Quality_IsAPropertyWithOneOfThreeCodes()
    {
        foreach (var quality in Enum.GetValues<Quality>())
        {
            node.Read(new Reading(EdgeNode.PowerKw, node.Now, 2, quality), new Reading(EdgeNode.VoltageV, node.Now, 2, Quality.Good));
        }

        node.Pass(TimeSpan.FromSeconds(10));
        node.AskForRebirth();
        foreach (var metric in node.Sent.SelectMany(message => message.Payload.Metrics).Where(metric => metric.Properties is not null))
        {
            Assert.Equal(metric.Properties.Keys.Count, metric.Properties.Values.Count);
            Assert.Equal("Quality", metric.Properties.Keys[0]);
            Assert.Equal(3U, metric.Properties.Values[0].Type);
            Assert.Contains(metric.Properties.Values[0].IntValue, (uint[])[0, 192, 500]);
            Assert.All(metric.Properties.Values.Skip(1), value => Assert.Equal((12U, true), (value.Type, value.HasStringValue)));
        }
    }

    [Theory]
    [InlineData(Quality.Good, "192", null, false)]
    [InlineData(Quality.PartialCoverage, "192", "PartialCoverage", false)]
    [InlineData(Quality.OutOfRange, "0", "OutOfRange", true)]
    [InlineData(Quality.ExceptionReply, "0", "ExceptionReply", true)]
    [InlineData(Quality.Stale, "500", "Stale", true)]
    public void DeviceData_OfAQuality_TellItAndAreNullIfBad(Quality quality, string code, string? reason, bool isNull)
    {
        node.Read(new Reading(EdgeNode.PowerKw, node.Now, double.NaN, Quality.NotAvailable));
        var metric = Assert.Single(Assert.Single(node.Read(new Reading(EdgeNode.PowerKw, node.Now, 2, quality))).Payload.Metrics);
        Assert.Equal((code, reason), (SentMessage.Property(metric, "Quality"), SentMessage.Property(metric, "QualityReason")));
        Assert.Equal((isNull, !isNull), (metric.IsNull, metric.HasDoubleValue));
    }

    [Fact]
    public void DeviceData_GoodAgain_SayItOnce()
    {
        node.Read(new Reading(EdgeNode.PowerKw, node.Now, double.NaN, Quality.NotAvailable));
        Assert.Equal("192", SentMessage.Property(node.Read((EdgeNode.PowerKw, 2))[0].Payload.Metrics[0], "Quality"));
        Assert.Null(SentMessage.Property(node.Read((EdgeNode.PowerKw, 3))[0].Payload.Metrics[0], "Quality"));
    }

    [Fact]
    public void DeviceData_ACodeWithoutALabel_IsNull()
    {
        Assert.Equal("idle", node.Read((EdgeNode.HourState, 0))[0].Payload.Metrics[0].StringValue);
        Assert.True(node.Read((EdgeNode.HourState, 9))[0].Payload.Metrics[0].IsNull);
    }
}
