using Gateway.Mqtt.Connections;
using MQTTnet;

namespace Gateway.Mqtt;

/// <summary>
/// A message at the bridge, to be acknowledged by <see cref="MqttSubscriber.AcknowledgeAsync"/> once its points are stored.
/// </summary>
public sealed class ReceivedMessage
{
    internal ReceivedMessage(DataMessage message, BrokerConnection connection, MqttApplicationMessageReceivedEventArgs arrival)
    {
        Message = message;
        Connection = connection;
        Arrival = arrival;
    }

    /// <summary>What the gateway sent.</summary>
    public DataMessage Message { get; }

    /// <summary>The connection it came by: its packet id means nothing on another.</summary>
    internal BrokerConnection Connection { get; }

    internal MqttApplicationMessageReceivedEventArgs Arrival { get; }
}
