using System.Collections.Concurrent;
using Gateway.TestKit.Servers;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Mqtt.Tests;

/// <summary>What a real broker does to us when it is killed or frozen.</summary>
public sealed class BrokerFaultTests
{
    private const int Messages = 2000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_BrokerKilledWithMessagesInFlight_NoneHangsAndAllArriveInTheEnd()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartAsync(Token);
        await using var harness = new Harness();
        var options = Harness.Broker(server.Port) with { CallTimeout = TimeSpan.FromSeconds(10) };
        var publisher = await harness.ConnectedPublisherAsync(options);
        var subscriber = await harness.ConnectedSubscriberAsync(options);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var stored = new ConcurrentDictionary<long, bool>();
        var bridge = BridgeAsync(subscriber, stored, stop.Token);
        var open = new ConcurrentDictionary<long, bool>(Enumerable.Range(1, Messages).Select(seq => KeyValuePair.Create((long)seq, true)));
        var releasing = ReleaseAsync(publisher, open, stop.Token);

        var publishing = Enumerable.Range(1, Messages)
            .Select(seq => publisher.PublishAsync(Harness.Message(seq), Token).AsTask())
            .ToArray();
        await Harness.EventuallyAsync(() => publisher.Counters.Accepted > 100);
        await server.RestartAsync(Token);
        var verdicts = await Task.WhenAll(publishing);
        Assert.All(verdicts, verdict => Assert.True(verdict.Next is PublishNext.Accepted or PublishNext.RetryLater, verdict.ToString()));

        // What a receipt is worth shows here: accepted messages were lost with the broker, too. Only the acknowledgement tells.
        while (!open.IsEmpty)
        {
            await Task.WhenAll(open.Keys.Select(seq => publisher.PublishAsync(Harness.Message(seq), Token).AsTask()));
        }

        Assert.Equal(Messages, stored.Count);
        await stop.CancelAsync();
        await Task.WhenAll(bridge, releasing);
    }

    [Fact]
    public async Task Publish_FrozenBroker_IsFoundOutAndTriedLater()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartAsync(Token);
        await using var harness = new Harness();
        var publisher = await harness.ConnectedPublisherAsync(Harness.Broker(server.Port) with { CallTimeout = TimeSpan.FromSeconds(1) });
        server.Freeze();
        var verdict = await publisher.PublishAsync(Harness.Message(1), Token);
        Assert.Equal(new PublishVerdict(PublishNext.RetryLater, "no receipt from the broker within 1 s"), verdict);
        await Harness.EventuallyAsync(() => !publisher.IsConnected);
        server.Thaw();
        await Harness.EventuallyAsync(() => publisher.IsConnected);
        Assert.Equal(2, publisher.Counters.Connections);
    }

    [Theory]
    [InlineData("", 60)]
    [InlineData("max_keepalive 10", 10)]
    public async Task Silence_ForTheKeepAliveTime_IsBrokenByAPing(string setting, int seconds)
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartAsync($"allow_anonymous true\nlog_type all\n{setting}", Token);
        await using var harness = new Harness();
        var time = new FakeTimeProvider();
        var subscriber = harness.Subscriber(Harness.Broker(server.Port) with { KeepAlive = TimeSpan.FromSeconds(60) }, time: time);
        await Harness.EventuallyAsync(() => subscriber.IsConnected);
        for (var pings = 1; pings <= 3; pings++)
        {
            Assert.Equal(pings - 1, Pings(server));
            await Harness.EventuallyAsync(() =>
            {
                // In small steps: the watch counts from the last answer, and may not have seen that yet.
                time.Advance(TimeSpan.FromSeconds(seconds / 10.0));
                return Pings(server) == pings;
            });
        }

        Assert.Equal((true, 1), (subscriber.IsConnected, subscriber.Counters.Connections));
    }

    [Fact]
    public async Task Silence_FrozenBroker_IsFoundOutByThePing()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartAsync(Token);
        await using var harness = new Harness();
        var time = new FakeTimeProvider();
        var options = Harness.Broker(server.Port) with { KeepAlive = TimeSpan.FromSeconds(600), CallTimeout = TimeSpan.FromSeconds(10) };
        var subscriber = harness.Subscriber(options, time: time);
        await Harness.EventuallyAsync(() => subscriber.IsConnected);
        server.Freeze();
        time.Advance(TimeSpan.FromSeconds(599));
        Assert.True(subscriber.IsConnected);
        time.Advance(TimeSpan.FromSeconds(1));
        await Harness.EventuallyAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return !subscriber.IsConnected;
        });
        Assert.Equal("silent for 600 s and no answer to a ping within 10 s", subscriber.Fault);
        server.Thaw();
        await Harness.EventuallyAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(0.01));
            return subscriber.IsConnected;
        });
    }

    private static int Pings(MosquittoServer server) => server.Output.Split("Received PINGREQ").Length - 1;

    private static async Task BridgeAsync(
        MqttSubscriber subscriber, ConcurrentDictionary<long, bool> stored, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                List<ReceivedMessage> batch = [await subscriber.Messages.ReadAsync(cancellationToken)];
                while (batch.Count < 100 && subscriber.Messages.TryRead(out var more))
                {
                    batch.Add(more);
                }

                batch.ForEach(message => stored[message.Message.Seq] = true);
                await subscriber.AcknowledgeAsync(batch, [], cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private static async Task ReleaseAsync(
        MqttPublisher publisher, ConcurrentDictionary<long, bool> open, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var acknowledgement in publisher.Acknowledgements.ReadAllAsync(cancellationToken))
            {
                foreach (var range in acknowledgement.Ranges)
                {
                    for (var seq = range.First; seq <= range.Last; seq++)
                    {
                        open.TryRemove(seq, out _);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }
}
