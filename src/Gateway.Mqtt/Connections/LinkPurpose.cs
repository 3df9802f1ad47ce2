using MQTTnet;

namespace Gateway.Mqtt.Connections;

/// <summary>What a connection is for: what is done when one is made and when it is left.</summary>
internal sealed record LinkPurpose
{
    /// <summary>Adds to the client's options, e.g. the will.</summary>
    public required Action<MqttClientOptionsBuilder> Configure { get; init; }

    /// <summary>Prepares for a new connection, before it is opened: attaches the handler of what it will receive.</summary>
    public required Action<BrokerConnection> Attach { get; init; }

    /// <summary>Done on an open connection before it counts as ready; null when it went well.</summary>
    public required Func<BrokerConnection, CancellationToken, Task<LinkFault?>> EnterAsync { get; init; }

    /// <summary>Done before the good-bye.</summary>
    public required Func<BrokerConnection, Task> LeaveAsync { get; init; }
}
