using Gateway.Core;
using Gateway.TestKit.Servers;
using MQTTnet.Protocol;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Mqtt.Tests;

/// <summary>The subscriber's limits at a real broker.</summary>
public sealed class MqttSubscriberTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Receive_MalformedMessages_AreReceiptedSoThatGoodOnesFollow()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartAsync(Token);
        await using var harness = new Harness();
        var subscriber = await harness.ConnectedSubscriberAsync(Harness.Broker(server.Port), new SubscriberOptions { ReceiveMaximum = 2 });
        await using var raw = await RawClient.ConnectAsync(server.Port);
        for (var i = 0; i < 10; i++)
        {
            await raw.PublishAsync("gateway/v1/mill/foreign/data", "no properties");
        }

        var publisher = await harness.ConnectedPublisherAsync(Harness.Broker(server.Port));
        await publisher.PublishAsync(Harness.Message(1), Token);
        Assert.Equal(1, (await Harness.NextAsync(subscriber)).Message.Seq);
        Assert.Equal((1, 10), (subscriber.Counters.Received, subscriber.Counters.Malformed));
    }

    [Fact]
    public async Task Receive_NotAcknowledged_HoldsTheBrokerBackAtTheBound()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartAsync(Token);
        await using var harness = new Harness();
        var slow = await harness.ConnectedSubscriberAsync(Harness.Broker(server.Port), new SubscriberOptions { ReceiveMaximum = 3 });
        var fast = await harness.ConnectedSubscriberAsync(Harness.Broker(server.Port));
        var publisher = await harness.ConnectedPublisherAsync(Harness.Broker(server.Port));
        for (var seq = 1; seq <= 20; seq++)
        {
            await publisher.PublishAsync(Harness.Message(seq), Token);
        }

        await Harness.EventuallyAsync(() => fast.Counters.Received == 20 && slow.Counters.Received >= 3);
        Assert.Equal((3, 0), (slow.Counters.Received, slow.Counters.Overflowed));
    }

    [Fact]
    public async Task Receive_AFloodWithoutReceipts_OverflowsAndGoesOn()
    {
        await using var broker = await EmbeddedBroker.StartAsync(0, NullLogger<EmbeddedBroker>.Instance);
        await using var harness = new Harness();
        var subscriber = await harness.ConnectedSubscriberAsync(
            Harness.Broker(broker.Port), new SubscriberOptions { ReceiveMaximum = 2, MostOnHand = 4 });
        await using var raw = await RawClient.ConnectAsync(broker.Port);
        for (var i = 0; i < 50; i++)
        {
            await raw.PublishAsync(Harness.Message(i + 1), MqttQualityOfServiceLevel.AtMostOnce);
        }

        await Harness.EventuallyAsync(() => subscriber.Counters.Received + subscriber.Counters.Overflowed == 50);
        Assert.Equal((4, 46), (subscriber.Counters.Received, subscriber.Counters.Overflowed));
    }

    [Fact]
    public async Task Receive_MoreBytesThanTheBound_LetsGoTheNewestUntilThereIsRoom()
    {
        await using var broker = await EmbeddedBroker.StartAsync(0, NullLogger<EmbeddedBroker>.Instance);
        await using var harness = new Harness();
        var subscriber = await harness.ConnectedSubscriberAsync(
            Harness.Broker(broker.Port), new SubscriberOptions { MostBytesOnHand = 250 });
        var publisher = await harness.ConnectedPublisherAsync(Harness.Broker(broker.Port));
        for (var seq = 1; seq <= 5; seq++)
        {
            await publisher.PublishAsync(Harness.Message(seq, payload: new string('x', 100)), Token);
        }

        await Harness.EventuallyAsync(() => subscriber.Counters.Received + subscriber.Counters.Overflowed == 5);
        Assert.Equal((2, 3, 200), (subscriber.Counters.Received, subscriber.Counters.Overflowed, subscriber.Counters.BytesOnHand));
        await subscriber.AcknowledgeAsync([await Harness.NextAsync(subscriber), await Harness.NextAsync(subscriber)], [], Token);
        Assert.Equal(0, subscriber.Counters.BytesOnHand);
        await publisher.PublishAsync(Harness.Message(3, payload: new string('x', 100)), Token);
        Assert.Equal(3, (await Harness.NextAsync(subscriber)).Message.Seq);
    }

    [Fact]
    public async Task Acknowledge_AfterAReconnect_DoesNotReceiptAnotherMessage()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartAsync(Token);
        await using var harness = new Harness();
        var subscriber = await harness.ConnectedSubscriberAsync(Harness.Broker(server.Port), new SubscriberOptions { ReceiveMaximum = 1 });
        var publisher = await harness.ConnectedPublisherAsync(Harness.Broker(server.Port));
        await publisher.PublishAsync(Harness.Message(1), Token);
        var old = await Harness.NextAsync(subscriber);

        await server.RestartAsync(Token);
        await Harness.EventuallyAsync(() => subscriber.Counters.Connections == 2 && publisher.Counters.Connections == 2);
        Assert.Equal(PublishVerdict.Accepted, await publisher.PublishAsync(Harness.Message(2), Token));
        var current = await Harness.NextAsync(subscriber);
        var witness = await harness.ConnectedSubscriberAsync(Harness.Broker(server.Port));
        await publisher.PublishAsync(Harness.Message(3), Token);
        Assert.Equal(3, (await Harness.NextAsync(witness)).Message.Seq);

        // The old message has the packet id that the current one has now. Its gateway is told, but the broker is not.
        Assert.Equal(old.Arrival.PacketIdentifier, current.Arrival.PacketIdentifier);
        Assert.Equal(PublishVerdict.Accepted, await subscriber.AcknowledgeAsync([old], [], Token));
        Assert.Equal([new SeqRange(1, 1)], (await Harness.NextAsync(publisher)).Ranges);
        await publisher.PublishAsync(Harness.Message(4), Token);
        Assert.Equal(4, (await Harness.NextAsync(witness)).Message.Seq);
        Assert.Equal((0, 1), (subscriber.Counters.Acknowledged, subscriber.Counters.Stale));
        Assert.False(subscriber.Messages.TryRead(out _));

        await subscriber.AcknowledgeAsync([current], [], Token);
        Assert.Equal(3, (await Harness.NextAsync(subscriber)).Message.Seq);
    }

    [Fact]
    public async Task Subscribe_BrokerWithoutSharedSubscriptions_SaysSo()
    {
        await using var broker = await EmbeddedBroker.StartAsync(0, NullLogger<EmbeddedBroker>.Instance);
        await using var harness = new Harness();
        var subscriber = harness.Subscriber(Harness.Broker(broker.Port), new SubscriberOptions { Group = "bridges" });
        await Harness.EventuallyAsync(() => subscriber.Fault.Contains("SharedSubscriptionsNotSupported", StringComparison.Ordinal));
        Assert.False(subscriber.IsConnected);
    }
}
