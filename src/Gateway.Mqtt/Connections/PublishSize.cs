using System.Text;
using MQTTnet;
using MQTTnet.Protocol;

namespace Gateway.Mqtt.Connections;

/// <summary>The length of a PUBLISH packet on the wire (MQTT 5.0 and 3.1.1, section 3.3), which the client library does not tell.</summary>
internal static class PublishSize
{
    private const int FixedHeader = 1;
    private const int PacketId = 2;
    private const int LengthMark = 2;
    private const int PropertyId = 1;

    /// <summary>Bytes of a message that has no properties but a content type and user properties.</summary>
    public static long Of(MqttApplicationMessage message, MqttVersion version)
    {
        var remaining = LengthMark + Encoding.UTF8.GetByteCount(message.Topic) + message.Payload.Length
            + (message.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce ? 0 : PacketId);
        if (version == MqttVersion.V5)
        {
            var properties = message.UserProperties?.Sum(property =>
                PropertyId + LengthMark + Encoding.UTF8.GetByteCount(property.Name) + LengthMark + property.ValueBuffer.Length) ?? 0;
            properties += message.ContentType is null ? 0 : PropertyId + LengthMark + Encoding.UTF8.GetByteCount(message.ContentType);
            remaining += VariableLength(properties) + properties;
        }

        return FixedHeader + VariableLength(remaining) + remaining;
    }

    // Section 1.5.5: seven bits in a byte.
    private static int VariableLength(long value) => value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : 4;
}
