using Gateway.Core;
using Gateway.Mqtt.Sparkplug.Protocol;
using Google.Protobuf;

namespace Gateway.Mqtt.Sparkplug;

/// <summary>Writes the payloads of an edge node.</summary>
/// <remarks>Sparkplug 3.0.0, chapter 6.</remarks>
internal static class PayloadWriter
{
    /// <summary>Counts the connections of the node, so that a death can be told to belong to an older life.</summary>
    public const string BdSeqName = "bdSeq";

    /// <summary>Written true by a host, it asks for a new birth.</summary>
    public const string RebirthName = "Node Control/Rebirth";

    /// <summary>The property that holds a <see cref="QualityCode"/>.</summary>
    public const string QualityKey = "Quality";

    /// <summary>The property that names the gateway's own <see cref="Quality"/> where it is not good.</summary>
    public const string ReasonKey = "QualityReason";

    /// <summary>The property that names the unit.</summary>
    public const string UnitKey = "engUnit";

    private const ulong BdSeqAlias = 0;

    /// <summary>An NDEATH: the number of the life that ends, and nothing else.</summary>
    public static byte[] NodeDeath(byte bdSeq) => new Payload { Metrics = { BdSeq(bdSeq) } }.ToByteArray();

    /// <summary>An NBIRTH, whose sequence number is always 0.</summary>
    public static byte[] NodeBirth(DateTimeOffset sent, byte bdSeq, IEnumerable<NodeMetric> metrics)
    {
        var payload = New(sent, 0);
        var number = BdSeq(bdSeq);
        number.Alias = BdSeqAlias;
        number.Timestamp = payload.Timestamp;
        payload.Metrics.Add(number);
        payload.Metrics.Add(new Payload.Types.Metric
        {
            Name = RebirthName,
            Timestamp = payload.Timestamp,
            Datatype = (uint)DataType.Boolean,
            BooleanValue = false,
        });
        payload.Metrics.AddRange(metrics.Select(metric => metric.Write(payload.Timestamp, isBirth: true)));
        return payload.ToByteArray();
    }

    /// <summary>An NDATA.</summary>
    public static byte[] NodeData(DateTimeOffset sent, byte seq, IEnumerable<NodeMetric> metrics)
    {
        var payload = New(sent, seq);
        payload.Metrics.AddRange(metrics.Select(metric => metric.Write(payload.Timestamp, isBirth: false)));
        return payload.ToByteArray();
    }

    /// <summary>A DBIRTH; a metric that was never measured takes the time of the message.</summary>
    public static byte[] DeviceBirth(DateTimeOffset sent, byte seq, IEnumerable<MetricSample> samples)
    {
        var payload = New(sent, seq);
        payload.Metrics.AddRange(InOrder(samples, sent).Select(sample => Birth(sample, payload.Timestamp)));
        return payload.ToByteArray();
    }

    /// <summary>A DDATA. What happened while nobody listened is marked as historical: it does not tell the present state.</summary>
    public static byte[] DeviceData(DateTimeOffset sent, byte seq, IEnumerable<MetricSample> samples, bool isHistorical)
    {
        var payload = New(sent, seq);
        foreach (var sample in InOrder(samples, sent))
        {
            var metric = Value(sample, payload.Timestamp);
            metric.Alias = sample.Metric.Alias;
            if (isHistorical)
            {
                metric.IsHistorical = true;
            }

            if (sample.TellsQuality)
            {
                metric.Properties = new Payload.Types.PropertySet();
                AddQuality(metric.Properties, sample.Quality);
            }

            payload.Metrics.Add(metric);
        }

        return payload.ToByteArray();
    }

    /// <summary>A DDEATH.</summary>
    public static byte[] DeviceDeath(DateTimeOffset sent, byte seq) => New(sent, seq).ToByteArray();

    private static Payload New(DateTimeOffset sent, byte seq) => new() { Timestamp = (ulong)sent.ToUnixTimeMilliseconds(), Seq = seq };

    private static Payload.Types.Metric BdSeq(byte bdSeq) =>
        new() { Name = BdSeqName, Datatype = (uint)DataType.Int64, LongValue = bdSeq };

    private static IOrderedEnumerable<MetricSample> InOrder(IEnumerable<MetricSample> samples, DateTimeOffset sent) =>
        samples.OrderBy(sample => sample.Time ?? sent);

    private static Payload.Types.Metric Birth(MetricSample sample, ulong sent)
    {
        var metric = Value(sample, sent);
        metric.Name = sample.Metric.Name;
        metric.Alias = sample.Metric.Alias;
        metric.Datatype = (uint)sample.Metric.Type;
        metric.Properties = new Payload.Types.PropertySet();
        AddQuality(metric.Properties, sample.Quality);
        if (sample.Metric.Unit.Length > 0)
        {
            Add(metric.Properties, UnitKey, Text(sample.Metric.Unit));
        }

        return metric;
    }

    private static Payload.Types.Metric Value(MetricSample sample, ulong sent)
    {
        var metric = new Payload.Types.Metric { Timestamp = (ulong?)sample.Time?.ToUnixTimeMilliseconds() ?? sent };
        if (sample.IsNull)
        {
            metric.IsNull = true;
        }
        else if (sample.Metric.Type == DataType.String)
        {
            metric.StringValue = sample.Label;
        }
        else
        {
            metric.DoubleValue = sample.Value;
        }

        return metric;
    }

    private static void AddQuality(Payload.Types.PropertySet properties, Quality quality)
    {
        var code = (uint)QualityCode.Of(quality);
        Add(properties, QualityKey, new Payload.Types.PropertyValue { Type = (uint)DataType.Int32, IntValue = code });
        if (!quality.IsGood)
        {
            Add(properties, ReasonKey, Text(quality.ToString()));
        }
    }

    private static Payload.Types.PropertyValue Text(string text) => new() { Type = (uint)DataType.String, StringValue = text };

    private static void Add(Payload.Types.PropertySet properties, string key, Payload.Types.PropertyValue value)
    {
        properties.Keys.Add(key);
        properties.Values.Add(value);
    }
}
