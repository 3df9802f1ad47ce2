using System.Text;
using Gateway.Core;
using Gateway.TestKit.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Mqtt.Tests;

/// <summary>Gateway and bridge at a real broker, from the points to the acknowledgement.</summary>
public sealed class RoundTripTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_ThroughMosquitto_IsReceivedAndAcknowledged()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartAsync(Token);
        await RoundTripAsync(server.Port, group: null);
    }

    [Fact]
    public async Task Publish_ToAGroupOfBridges_IsReceivedAndAcknowledged()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartAsync(Token);
        await RoundTripAsync(server.Port, group: "bridges");
    }

    [Fact]
    public async Task Publish_ThroughTheEmbeddedBroker_IsReceivedAndAcknowledged()
    {
        await using var broker = await EmbeddedBroker.StartAsync(0, NullLogger<EmbeddedBroker>.Instance);
        await RoundTripAsync(broker.Port, group: null);
        Assert.Equal(0, broker.Overflows);
    }

    [Fact]
    public async Task Publish_WithoutABridge_IsAcceptedButNotAcknowledged()
    {
        await using var broker = await EmbeddedBroker.StartAsync(0, NullLogger<EmbeddedBroker>.Instance);
        await using var harness = new Harness();
        var publisher = await harness.ConnectedPublisherAsync(Harness.Broker(broker.Port));
        Assert.Equal(PublishVerdict.Accepted, await publisher.PublishAsync(Harness.Message(1), Token));
        Assert.False(publisher.Acknowledgements.TryRead(out _));
    }

    [Fact]
    public async Task Acknowledge_SeveralGatewaysAndGaps_TellsEachItsOwnRanges()
    {
        await using var broker = await EmbeddedBroker.StartAsync(0, NullLogger<EmbeddedBroker>.Instance);
        await using var harness = new Harness();
        var subscriber = await harness.ConnectedSubscriberAsync(Harness.Broker(broker.Port));
        var one = harness.Publisher(Harness.Broker(broker.Port));
        var other = harness.Publisher(Harness.Broker(broker.Port), new GatewayAddress("mill", "g2"));
        foreach (var seq in (long[])[1, 2, 5])
        {
            await one.PublishAsync(Harness.Message(seq), Token);
        }

        await other.PublishAsync(Harness.Message(9, count: 3) with { Address = new GatewayAddress("mill", "g2"), Epoch = 7 }, Token);
        var received = new List<ReceivedMessage>();
        while (received.Count < 4)
        {
            received.Add(await Harness.NextAsync(subscriber));
        }

        Assert.Equal(PublishVerdict.Accepted, await subscriber.AcknowledgeAsync(received, [], Token));

        var toOne = await Harness.NextAsync(one);
        var toOther = await Harness.NextAsync(other);
        Assert.Equal((0xE0UL, 7UL), (toOne.Epoch, toOther.Epoch));
        Assert.Equal([new SeqRange(1, 2), new SeqRange(5, 5)], toOne.Ranges);
        Assert.Equal([new SeqRange(9, 11)], toOther.Ranges);
        Assert.Equal((4, 0), (subscriber.Counters.Acknowledged, subscriber.Counters.Stale));
    }

    private static async Task RoundTripAsync(int port, string? group)
    {
        await using var harness = new Harness();
        var subscriber = await harness.ConnectedSubscriberAsync(Harness.Broker(port), new SubscriberOptions { Group = group });
        var publisher = await harness.ConnectedPublisherAsync(Harness.Broker(port));
        var sent = Harness.Message(41, count: 2, payload: "meter,site=Zürich v=1 1\n") with { Backfill = true };

        Assert.Equal(PublishVerdict.Accepted, await publisher.PublishAsync(sent, Token));

        var received = await Harness.NextAsync(subscriber);
        Assert.Equal(sent with { Payload = default }, received.Message with { Payload = default });
        Assert.Equal("meter,site=Zürich v=1 1\n", Encoding.UTF8.GetString(received.Message.Payload.Span));
        Assert.Equal(PublishVerdict.Accepted, await subscriber.AcknowledgeAsync([received], [], Token));
        var acknowledgement = await Harness.NextAsync(publisher);
        Assert.Equal(0xE0UL, acknowledgement.Epoch);
        Assert.Equal([new SeqRange(41, 42)], acknowledgement.Ranges);
        Assert.Equal((1, 0, 1), (publisher.Counters.Accepted, publisher.Counters.NotAccepted, publisher.Counters.Acknowledgements));
    }
}
