using System.Buffers;
using System.Globalization;
using System.Text;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Gateway.Mqtt;

/// <summary>
/// A <see cref="DataMessage"/> as an MQTT 5 message: QoS 1, the numbers as user properties <c>seq, epoch, count, schema, backfill</c>,
/// so that the payload is plain line protocol that any consumer understands.
/// </summary>
internal static class DataMessageFormat
{
    /// <summary>No type is registered for line protocol; InfluxDB itself takes it as text.</summary>
    public const string ContentType = "text/plain; charset=utf-8; format=influx-line-protocol";

    /// <summary>Version of the properties and the payload.</summary>
    public const string Schema = "1";

    public static MqttApplicationMessage Write(Topics topics, DataMessage message) => new()
    {
        Topic = topics.Data(message.Address),
        Payload = new ReadOnlySequence<byte>(message.Payload),
        QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        ContentType = ContentType,
        UserProperties =
        [
            Property("seq", message.Seq.ToString(CultureInfo.InvariantCulture)),
            Property("epoch", AcknowledgementJson.EpochText(message.Epoch)),
            Property("count", message.Count.ToString(CultureInfo.InvariantCulture)),
            Property("schema", Schema),
            Property("backfill", message.Backfill ? "true" : "false"),
        ],
    };

    /// <summary>Reads a message; what is wrong with it is the other result.</summary>
    public static (DataMessage? Message, string Fault) Read(Topics topics, MqttApplicationMessage message)
    {
        if (topics.DataAddress(message.Topic) is not { } address)
        {
            return (null, "its topic is no data topic");
        }

        if (Find(message, "schema") is var schema && schema != Schema)
        {
            return (null, schema is null ? Missing("schema") : $"its schema '{schema}' is not known here: update the bridge");
        }

        if (ReadNumber(message, "seq") is not { } seq)
        {
            return (null, Missing("seq"));
        }

        if (Find(message, "epoch") is not { } epochText || AcknowledgementJson.ReadEpoch(epochText) is not { } epoch)
        {
            return (null, Missing("epoch"));
        }

        if (ReadNumber(message, "count") is not { } count || count is < 1 or > int.MaxValue || seq > long.MaxValue - count)
        {
            return (null, Missing("count"));
        }

        var backfill = Find(message, "backfill") == "true";
        return (new DataMessage(address, epoch, seq, (int)count, backfill, Bytes(message.Payload)), string.Empty);
    }

    // The client library gives each packet its own memory, so a payload in one piece may be kept as it is.
    private static ReadOnlyMemory<byte> Bytes(ReadOnlySequence<byte> payload) =>
        payload.IsSingleSegment ? payload.First : payload.ToArray();

    private static string Missing(string name) => $"its user property '{name}' is missing or no number in range";

    private static MqttUserProperty Property(string name, string value) => new(name, Encoding.UTF8.GetBytes(value).AsMemory());

    private static long? ReadNumber(MqttApplicationMessage message, string name) =>
        long.TryParse(Find(message, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Find(MqttApplicationMessage message, string name) =>
        message.UserProperties?.Find(property => property.Name == name) is { } found
            ? Encoding.UTF8.GetString(found.ValueBuffer.Span)
            : null;
}
