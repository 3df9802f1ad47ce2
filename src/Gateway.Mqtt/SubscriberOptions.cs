namespace Gateway.Mqtt;

/// <summary>How the bridge subscribes.</summary>
public sealed record SubscriberOptions
{
    /// <summary>
    /// Bridges with the same group share the load; null for a bridge that takes all. The broker must know shared subscriptions
    /// (mosquitto, EMQX, HiveMQ and VerneMQ do; the embedded one does not).
    /// </summary>
    public string? Group { get; init; }

    /// <summary>
    /// Messages on hand that are not yet written, 1 to 32767: at the bound the broker holds the others back. Default 256.
    /// </summary>
    /// <remarks>
    /// MQTT 3.1.1 knows no such bound, and mosquitto 2.0.11 keeps to it only until the first receipt and then sends more. Beyond twice the
    /// bound, messages are let go; their gateways, which get no acknowledgement, send them again.
    /// </remarks>
    public int ReceiveMaximum { get; init; } = 256;

    /// <summary>
    /// Payload on hand that is not yet acknowledged, bytes; what comes beyond it is let go like a message too many. Default 64 MiB.
    /// </summary>
    public long MostBytesOnHand { get; init; } = 64 << 20;

    /// <summary>
    /// The largest packet that the broker may send, bytes: it would be held in memory whole. A larger one stays with the broker. Default
    /// 16 MiB.
    /// </summary>
    public uint LargestPacket { get; init; } = 16 << 20;
}
