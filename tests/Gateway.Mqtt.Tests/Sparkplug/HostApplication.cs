using System.Buffers;
using System.Collections.Concurrent;
using Gateway.Mqtt.Sparkplug.Protocol;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Gateway.Mqtt.Tests.Sparkplug;

/// <summary>A host at a real broker, which notes all that edge nodes publish, as it came over the wire.</summary>
internal sealed class HostApplication : IAsyncDisposable
{
    private readonly IMqttClient client = new MqttClientFactory().CreateMqttClient();

    public ConcurrentQueue<(SentMessage Message, MqttQualityOfServiceLevel Level, bool Retain)> Received { get; } = new();

    public IEnumerable<SentMessage> Messages => Received.Select(received => received.Message);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<HostApplication> ConnectAsync(int port)
    {
        var host = new HostApplication();
        host.client.ApplicationMessageReceivedAsync += host.OnReceivedAsync;
        await host.client.ConnectAsync(
            new MqttClientOptionsBuilder()
                .WithProtocolVersion(MqttProtocolVersion.V500).WithTcpServer("127.0.0.1", port).WithClientId("host").Build(),
            Token);
        await host.client.SubscribeAsync(
            new MqttClientSubscribeOptionsBuilder()
                .WithTopicFilter(filter => filter.WithTopic("spBv1.0/#").WithExactlyOnceQoS().WithRetainAsPublished())
                .Build(),
            Token);
        return host;
    }

    public Task PublishAsync(string topic, byte[] payload, bool retain = false) =>
        client.PublishAsync(
            new MqttApplicationMessage
            {
                Topic = topic,
                Payload = new ReadOnlySequence<byte>(payload),
                Retain = retain,
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            },
            Token);

    public async ValueTask DisposeAsync()
    {
        await client.DisconnectAsync(cancellationToken: CancellationToken.None);
        client.Dispose();
    }

    private Task OnReceivedAsync(MqttApplicationMessageReceivedEventArgs arguments)
    {
        var message = arguments.ApplicationMessage;
        if (!message.Topic.Contains("/STATE/", StringComparison.Ordinal) && !message.Topic.Contains("CMD/", StringComparison.Ordinal))
        {
            var payload = Payload.Parser.ParseFrom(message.Payload.ToArray());
            Received.Enqueue((new SentMessage(message.Topic, payload, message.Topic.Contains("NDEATH", StringComparison.Ordinal)),
                message.QualityOfServiceLevel, message.Retain));
        }

        return Task.CompletedTask;
    }
}
