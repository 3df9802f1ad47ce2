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
    /// MQTT 3.1.1 knows no such bound, and mosquitto 2.0.11 keeps to it only until the first receipt and then sends all that it has. Beyond
    /// <see cref="MostOnHand"/> and <see cref="MostBytesOnHand"/>, messages are let go; their gateways, which get no acknowledgement, send
    /// them again.
    /// </remarks>
    public int ReceiveMaximum { get; init; } = 256;

    /// <summary>Messages on hand at the most, not less than twice <see cref="ReceiveMaximum"/>. Default 4096.</summary>
    public int MostOnHand { get; init; } = 4096;

    /// <summary>Payload on hand at the most, bytes. Default 32 MiB.</summary>
    public long MostBytesOnHand { get; init; } = 32 << 20;

    /// <summary>
    /// The largest packet that the broker may send, bytes: it would be held in memory whole. A larger one stays with the broker. Default
    /// 16 MiB.
    /// </summary>
    public uint LargestPacket { get; init; } = 16 << 20;
}
