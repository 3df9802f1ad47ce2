using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Mqtt.Tests;

/// <summary>A gateway's publisher and a bridge's subscriber at one broker, running until disposed.</summary>
internal sealed class Harness : IAsyncDisposable
{
    public static readonly GatewayAddress Address = new("mill", "g1");
    public static readonly Topics Topics = new();

    // Against a test that would otherwise wait for ever; nothing here depends on how fast the machine is.
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly List<Task> running = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A broker at a port, with short pauses so that a test need not wait for a reconnect.</summary>
    public static BrokerOptions Broker(int port) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        LongestPause = TimeSpan.FromMilliseconds(100),
        CallTimeout = TimeSpan.FromSeconds(60),
    };

    public static DataMessage Message(long seq, int count = 1, string? payload = null) =>
        new(Address, 0xE0, seq, count, Backfill: false, Encoding.UTF8.GetBytes(payload ?? $"m v={seq} {seq}\n"));

    public static async Task EventuallyAsync(Func<bool> condition)
    {
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(Token);
        guard.CancelAfter(Guard);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, guard.Token);
        }
    }

    public MqttPublisher Publisher(BrokerOptions options, GatewayAddress? address = null)
    {
        var publisher = new MqttPublisher(
            options, Topics, address ?? Address, StatusPayloads.Plain, TimeProvider.System, new Random(1),
            NullLogger<MqttPublisher>.Instance);
        running.Add(publisher.RunAsync(stop.Token));
        return publisher;
    }

    public async Task<MqttPublisher> ConnectedPublisherAsync(BrokerOptions options)
    {
        var publisher = Publisher(options);
        await EventuallyAsync(() => publisher.IsConnected);
        return publisher;
    }

    public MqttSubscriber Subscriber(BrokerOptions options, SubscriberOptions? subscription = null, TimeProvider? time = null)
    {
        var subscriber = new MqttSubscriber(
            options, Topics, subscription ?? new SubscriberOptions(), time ?? TimeProvider.System, new Random(running.Count),
            NullLogger<MqttSubscriber>.Instance);
        running.Add(subscriber.RunAsync(stop.Token));
        return subscriber;
    }

    public async Task<MqttSubscriber> ConnectedSubscriberAsync(BrokerOptions options, SubscriberOptions? subscription = null)
    {
        var subscriber = Subscriber(options, subscription);
        await EventuallyAsync(() => subscriber.IsConnected);
        return subscriber;
    }

    public static async Task<ReceivedMessage> NextAsync(MqttSubscriber subscriber) =>
        await subscriber.Messages.ReadAsync(Token).AsTask().WaitAsync(Guard, TimeProvider.System, Token);

    public static async Task<Acknowledgement> NextAsync(MqttPublisher publisher) =>
        await publisher.Acknowledgements.ReadAsync(Token).AsTask().WaitAsync(Guard, TimeProvider.System, Token);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(running);
        stop.Dispose();
    }
}
