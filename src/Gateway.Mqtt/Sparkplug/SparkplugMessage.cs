namespace Gateway.Mqtt.Sparkplug;

/// <summary>One message of an edge node. None is ever retained.</summary>
/// <param name="Topic">Where it goes.</param>
/// <param name="Payload">Its protobuf bytes.</param>
/// <param name="IsDeath">An NDEATH, which goes out at QoS 1; all others go at QoS 0.</param>
internal sealed record SparkplugMessage(string Topic, byte[] Payload, bool IsDeath = false);
