using System.Collections.Concurrent;
using System.Text;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Gateway.Mqtt.Tests;

/// <summary>Any other MQTT client.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly IMqttClient client = new MqttClientFactory().CreateMqttClient();

    public ConcurrentQueue<(string Topic, string Payload, bool Retained)> Received { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<RawClient> ConnectAsync(int port, string clientId = "raw")
    {
        var raw = new RawClient();
        raw.client.ApplicationMessageReceivedAsync += arguments =>
        {
            var message = arguments.ApplicationMessage;
            raw.Received.Enqueue((message.Topic, Encoding.UTF8.GetString(message.Payload), message.Retain));
            return Task.CompletedTask;
        };
        await raw.client.ConnectAsync(
            new MqttClientOptionsBuilder()
                .WithProtocolVersion(MqttProtocolVersion.V500)
                .WithTcpServer("127.0.0.1", port)
                .WithClientId(clientId)
                .Build(),
            Token);
        return raw;
    }

    public Task SubscribeAsync(string filter) => client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce, Token);

    public Task PublishAsync(string topic, string payload) =>
        client.PublishStringAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken: Token);

    public Task PublishAsync(DataMessage data, MqttQualityOfServiceLevel qos)
    {
        var message = DataMessageFormat.Write(Harness.Topics, data);
        message.QualityOfServiceLevel = qos;
        return client.PublishAsync(message, Token);
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }
}
