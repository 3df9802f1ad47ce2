using System.Collections.Concurrent;
using System.Text;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Gateway.EndToEnd.Tests.Faults;

/// <summary>Somebody else at the broker, who says old things again and things that make no sense.</summary>
internal sealed class Meddler(int brokerPort) : IDisposable
{
    private const int Remembered = 200;
    private const string DataTopic = "gateway/v1/demo-plant/gw-1/data";

    private readonly ConcurrentQueue<MqttApplicationMessage> heard = new();
    private IMqttClient? client;

    /// <summary>Publishes messages it has heard once more, the later ones first.</summary>
    public async Task RepeatAsync(int choice, CancellationToken cancellationToken)
    {
        await ConnectAsync(cancellationToken);
        foreach (var message in heard.Reverse().Where((_, i) => (i + choice) % 3 == 0))
        {
            await PublishAsync(message, cancellationToken);
        }
    }

    /// <summary>Publishes what nobody can store.</summary>
    public async Task PoisonAsync(int choice, CancellationToken cancellationToken)
    {
        await ConnectAsync(cancellationToken);
        var random = new Random(choice);
        var garbage = new byte[random.Next(1, 2000)];
        random.NextBytes(garbage);
        await PublishAsync(Message(DataTopic, garbage, []), cancellationToken);
        await PublishAsync(
            Message("gateway/v1/elsewhere/gw-9/data", garbage, Numbers(random.Next())), cancellationToken);
        await PublishAsync(
            Message("gateway/v1/elsewhere/gw-9/data", "meter,site=elsewhere a=,b= 1\nmeter,site=elsewhere a=1 1\n"u8.ToArray(), Numbers(1)),
            cancellationToken);
        await PublishAsync(Message("gateway/v1/demo-plant/gw-1/ack", garbage, []), cancellationToken);
    }

    public void Dispose() => client?.Dispose();

    private static MqttApplicationMessage Message(string topic, byte[] payload, List<MqttUserProperty> properties) => new()
    {
        Topic = topic,
        Payload = new System.Buffers.ReadOnlySequence<byte>(payload),
        QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        UserProperties = properties,
    };

    private static List<MqttUserProperty> Numbers(int seq) =>
        [.. new[] { ("seq", $"{seq}"), ("epoch", "00000000000000ff"), ("count", "1"), ("schema", "1"), ("backfill", "false") }
            .Select(property => new MqttUserProperty(property.Item1, Encoding.UTF8.GetBytes(property.Item2).AsMemory()))];

    // A broker that dies meanwhile takes the message with it: nothing depends on these.
    private async Task PublishAsync(MqttApplicationMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await client!.PublishAsync(message, cancellationToken);
        }
        catch (MqttCommunicationException)
        {
        }
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (client is { IsConnected: true })
        {
            return;
        }

        client?.Dispose();
        client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += arguments =>
        {
            heard.Enqueue(arguments.ApplicationMessage);
            if (heard.Count > Remembered)
            {
                heard.TryDequeue(out _);
            }

            return Task.CompletedTask;
        };
        var options = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500).WithTcpServer("127.0.0.1", brokerPort).WithClientId("meddler").Build();
        await client.ConnectAsync(options, cancellationToken);
        await client.SubscribeAsync(DataTopic, MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken);
    }
}
