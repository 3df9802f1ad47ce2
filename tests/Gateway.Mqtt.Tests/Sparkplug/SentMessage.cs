using Gateway.Mqtt.Sparkplug;
using Gateway.Mqtt.Sparkplug.Protocol;

namespace Gateway.Mqtt.Tests.Sparkplug;

/// <summary>A message of the node, read back.</summary>
internal sealed record SentMessage(string Topic, Payload Payload, bool IsDeath)
{
    /// <summary>The message type, e.g. <c>NBIRTH</c>.</summary>
    public string Type => Topic.Split('/')[2];

    /// <summary>The device; null in a message of the node itself.</summary>
    public string? Device => Topic.Split('/').ElementAtOrDefault(4);

    public bool IsBirth => Type is "NBIRTH" or "DBIRTH";

    public bool IsData => Type is "NDATA" or "DDATA";

    public bool IsHistorical => Payload.Metrics.Any(metric => metric.IsHistorical);

    public static SentMessage Read(SparkplugMessage message) =>
        new(message.Topic, Payload.Parser.ParseFrom(message.Payload), message.IsDeath);

    /// <summary>The metric of that name or alias.</summary>
    public Payload.Types.Metric this[string name] => Payload.Metrics.Single(metric => metric.Name == name);

    public Payload.Types.Metric this[ulong alias] => Payload.Metrics.Single(metric => metric.HasAlias && metric.Alias == alias);

    /// <summary>A property's value as text; null without that property.</summary>
    public static string? Property(Payload.Types.Metric metric, string key)
    {
        var place = metric.Properties?.Keys.IndexOf(key) ?? -1;
        if (place < 0)
        {
            return null;
        }

        var value = metric.Properties!.Values[place];
        return value.HasStringValue ? value.StringValue : value.IntValue.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
