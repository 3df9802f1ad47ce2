namespace Gateway.Mqtt;

/// <summary>Which MQTT a connection speaks.</summary>
public enum MqttVersion : byte
{
    /// <summary>MQTT 5.0.</summary>
    V5,

    /// <summary>
    /// MQTT 3.1.1, for brokers that know no other. Nothing is lost by it, since entries are released by the bridge's acknowledgement only,
    /// but the broker cannot say what it refuses: neither which packets are too large nor that a topic is forbidden.
    /// </summary>
    V311,
}
