using System.Buffers;
using Gateway.Mqtt.Connections;
using MQTTnet;
using MQTTnet.Protocol;

namespace Gateway.Mqtt.Sparkplug;

/// <summary>An edge node's dealings with the client library: its failures come back as one line each.</summary>
internal static class WillConnection
{
    /// <summary>A connection with a client object of its own, not yet opened.</summary>
    public static BrokerConnection Create(BrokerOptions broker, TimeProvider clock, Action<string, byte[]> received)
    {
        var connection = new BrokerConnection(broker, clock);
        connection.Receive(arguments => received(arguments.ApplicationMessage.Topic, arguments.ApplicationMessage.Payload.ToArray()));
        return connection;
    }

    /// <summary>Connects with a clean start and no session at the broker, and leaves the will there; null when it went well.</summary>
    public static async Task<string?> OpenAsync(
        BrokerConnection connection, BrokerOptions broker, string clientId, SparkplugMessage will, CancellationToken cancellationToken)
    {
        using var setup = new ClientSetup(broker, clientId);
        try
        {
            var options = setup.Build(builder => builder
                .WithWillTopic(will.Topic)
                .WithWillPayload(will.Payload)
                .WithWillRetain(false)
                .WithWillQualityOfServiceLevel(LevelOf(will)));
            return (await connection.OpenAsync(options, cancellationToken))?.Reason;
        }
        catch (Exception fault)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Whatever the library throws, a wrong certificate included: there is no connection, and the next attempt may succeed.
            return setup.Explain(fault).Reason;
        }
    }

    /// <summary>Subscribes at QoS 1; null when the broker granted it.</summary>
    public static async Task<string?> SubscribeAsync(BrokerConnection connection, string filter, CancellationToken cancellationToken)
    {
        try
        {
            return (await connection.SubscribeAsync(filter, cancellationToken))?.Reason;
        }
        catch (Exception fault)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return OneLine(fault);
        }
    }

    /// <summary>Publishes, not retained.</summary>
    public static Task<PublishVerdict> PublishAsync(
        BrokerConnection connection, SparkplugMessage message, CancellationToken cancellationToken)
    {
        var sent = new MqttApplicationMessage
        {
            Topic = message.Topic,
            Payload = new ReadOnlySequence<byte>(message.Payload),
            Retain = false,
            QualityOfServiceLevel = LevelOf(message),
        };
        return connection.PublishAsync(sent, cancellationToken);
    }

    private static MqttQualityOfServiceLevel LevelOf(SparkplugMessage message) =>
        message.IsDeath ? MqttQualityOfServiceLevel.AtLeastOnce : MqttQualityOfServiceLevel.AtMostOnce;

    private static string OneLine(Exception fault) => fault.GetBaseException() is OperationCanceledException
        ? "no answer in time"
        : BrokerAnswers.OneLine(fault.GetBaseException().Message);
}
