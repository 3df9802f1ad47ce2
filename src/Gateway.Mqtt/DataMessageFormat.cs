using System.Buffers;
using System.Text;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Gateway.Mqtt;

/// <summary>
/// A <see cref="DataMessage"/> as an MQTT message at QoS 1. With MQTT 5 the numbers of its <see cref="MessageHeader"/> are user properties,
/// so that the payload is plain line protocol. MQTT 3.1.1 has none: they stand in the payload's first line then, which is a comment in line
/// protocol, so that any consumer still understands it. A JSON payload holds them in either case.
/// </summary>
internal static class DataMessageFormat
{
    /// <summary>No type is registered for line protocol; InfluxDB itself takes it as text.</summary>
    public const string ContentType = "text/plain; charset=utf-8; format=influx-line-protocol";

    private const string JsonType = "application/json";
    private const byte LineEnd = (byte)'\n';

    public static MqttApplicationMessage Write(
        Topics topics, DataMessage message, MqttVersion version = MqttVersion.V5, PayloadForm form = PayloadForm.LineProtocol)
    {
        var header = MessageHeader.Of(message);
        var isJson = form == PayloadForm.Json;
        var payload = isJson ? PointsJson.Write(header, message.Payload.Span)
            : version == MqttVersion.V5 ? message.Payload
            : (byte[])[.. header.Comment(), .. message.Payload.Span];
        var written = new MqttApplicationMessage
        {
            Topic = topics.Data(message.Address),
            Payload = new ReadOnlySequence<byte>(payload),
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        };
        if (version == MqttVersion.V5)
        {
            written.ContentType = isJson ? JsonType : ContentType;
            written.UserProperties =
                [.. header.Texts().Select(text => new MqttUserProperty(text.Name, Encoding.UTF8.GetBytes(text.Value).AsMemory()))];
        }

        return written;
    }

    /// <summary>Reads a message of either version and form; what is wrong with it is the other result.</summary>
    public static (DataMessage? Message, string Fault) Read(Topics topics, MqttApplicationMessage message)
    {
        if (topics.DataAddress(message.Topic) is not { } address)
        {
            return (null, "its topic is no data topic");
        }

        var (header, points, fault) = Parts(message);
        return header is null
            ? (null, fault)
            : (new DataMessage(address, header.Epoch, header.Seq, header.Count, header.Backfill, points), fault);
    }

    // Of what is not of this project a payload may begin with neither mark; then its properties have to say what it is.
    private static (MessageHeader? Header, ReadOnlyMemory<byte> Points, string Fault) Parts(MqttApplicationMessage message)
    {
        var payload = Bytes(message.Payload);
        var properties = message.UserProperties?.Count > 0;
        if (properties ? message.ContentType == JsonType : payload.Span.StartsWith("{"u8))
        {
            var (inside, lines, fault) = PointsJson.Read(payload.Span);
            return (inside, lines, fault);
        }

        if (!properties && payload.Span.StartsWith(MessageHeader.CommentStart))
        {
            var end = payload.Span.IndexOf(LineEnd);
            var (inside, fault) = MessageHeader.ReadComment(end < 0 ? payload.Span : payload.Span[..end]);
            return (inside, end < 0 ? default : payload[(end + 1)..], fault);
        }

        var (header, missing) = MessageHeader.Read(name => Find(message, name));
        return (header, payload, properties || header is not null ? missing : missing + MessageHeader.NoHeader);
    }

    // The client library gives each packet its own memory, so a payload in one piece may be kept as it is.
    private static ReadOnlyMemory<byte> Bytes(ReadOnlySequence<byte> payload) =>
        payload.IsSingleSegment ? payload.First : payload.ToArray();

    private static string? Find(MqttApplicationMessage message, string name) =>
        message.UserProperties?.Find(property => property.Name == name) is { } found
            ? Encoding.UTF8.GetString(found.ValueBuffer.Span)
            : null;
}
