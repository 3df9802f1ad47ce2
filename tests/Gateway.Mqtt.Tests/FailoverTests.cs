using System.Net;
using Gateway.TestKit.Network;
using Gateway.TestKit.Servers;

namespace Gateway.Mqtt.Tests;

/// <summary>Several brokers in order of preference, and connections that die without a word.</summary>
public sealed class FailoverTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_PreferredBrokerAway_TakesTheNextAndGoesBack()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var preferred = await MosquittoServer.StartAsync(Token);
        await using var other = await MosquittoServer.StartAsync(Token);
        await using var way = FaultyProxy.Start(preferred.Port);
        way.Refuses = true;
        await using var harness = new Harness();
        var options = Harness.Broker(way.Port) with
        {
            Fallbacks = [new DnsEndPoint("127.0.0.1", other.Port)],
            ReturnAfter = TimeSpan.FromMilliseconds(300),
            CallTimeout = TimeSpan.FromSeconds(5),
        };
        var publisher = await harness.ConnectedPublisherAsync(options);
        var subscriber = await harness.ConnectedSubscriberAsync(options);
        await using var atOther = await RawClient.ConnectAsync(other.Port, "witness");
        await atOther.SubscribeAsync(Harness.Topics.AllStatus);
        await Harness.EventuallyAsync(() => atOther.Received.Any(message => message.Payload == """{"online":true}"""));
        await RoundTripAsync(publisher, subscriber, 1);

        // Both go back by themselves, and meet again; at the broker they left the status is offline.
        way.Heal();
        await using var atPreferred = await RawClient.ConnectAsync(preferred.Port, "witness");
        await atPreferred.SubscribeAsync(Harness.Topics.AllStatus);
        await Harness.EventuallyAsync(() => atPreferred.Received.Any(message => message.Payload == """{"online":true}"""));
        await Harness.EventuallyAsync(() => subscriber.Counters.Connections == 2 && subscriber.IsConnected && publisher.IsConnected);
        await RoundTripAsync(publisher, subscriber, 2);
        await Harness.EventuallyAsync(() => atOther.Received.Last().Payload == """{"online":false}""");

        // Lost again, the next one is taken again.
        way.Refuses = true;
        way.Reset();
        await Harness.EventuallyAsync(() => publisher.Counters.Connections == 3 && subscriber.Counters.Connections == 3);
        await RoundTripAsync(publisher, subscriber, 3);
    }

    [Fact]
    public async Task Connect_NoneOfSeveral_NamesTheBrokerWithTheFault()
    {
        await using var harness = new Harness();
        var (one, two) = (FreePort.Next(), FreePort.Next());
        var options = Harness.Broker(one) with { Fallbacks = [new DnsEndPoint("localhost", two)] };
        var publisher = harness.Publisher(options);
        await Harness.EventuallyAsync(() => publisher.Fault.StartsWith($"mqtt://127.0.0.1:{one}: ", StringComparison.Ordinal));
        await Harness.EventuallyAsync(() => publisher.Fault.StartsWith($"mqtt://localhost:{two}: ", StringComparison.Ordinal));
        var probe = await BrokerProbe.TryAsync(options, "probe", TimeProvider.System, Token);
        Assert.Contains($":{one} cannot be reached", probe, StringComparison.Ordinal);
        Assert.Contains($":{two} cannot be reached", probe, StringComparison.Ordinal);
    }

    /// <summary>Found out within keep-alive plus timeout when nothing is sent, within the timeout when something is.</summary>
    [Fact]
    public async Task Connection_HalfOpen_IsFoundOutWithinTheBound()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartAsync(Token);
        await using var way = FaultyProxy.Start(server.Port);
        await using var harness = new Harness();
        var options = Harness.Broker(way.Port) with { KeepAlive = TimeSpan.FromSeconds(2), CallTimeout = TimeSpan.FromSeconds(1) };
        var idle = await harness.ConnectedSubscriberAsync(options);
        var publisher = await harness.ConnectedPublisherAsync(options);
        var started = TimeProvider.System.GetTimestamp();
        way.Stall();
        var verdict = await publisher.PublishAsync(Harness.Message(1), Token);
        Assert.Equal(new PublishVerdict(PublishNext.RetryLater, "no receipt from the broker within 1 s"), verdict);
        await Harness.EventuallyAsync(() => !idle.IsConnected);

        // 3 s, and room for a busy machine.
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        way.Heal();
        await Harness.EventuallyAsync(() => idle.IsConnected && publisher.IsConnected);
        Assert.Equal(PublishVerdict.Accepted, await publisher.PublishAsync(Harness.Message(1), Token));
    }

    private static async Task RoundTripAsync(MqttPublisher publisher, MqttSubscriber subscriber, long seq)
    {
        // A connection that has just been made anew may take the first one with it.
        while (true)
        {
            await publisher.PublishAsync(Harness.Message(seq), Token);
            while (subscriber.Messages.TryRead(out var received))
            {
                await subscriber.AcknowledgeAsync([received], [], Token);
            }

            if (publisher.Acknowledgements.TryRead(out var acknowledged) && acknowledged.Ranges.Any(range => range.First == seq))
            {
                return;
            }
        }
    }
}
