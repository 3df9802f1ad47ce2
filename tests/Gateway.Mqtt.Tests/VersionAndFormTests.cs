using System.Text;
using Gateway.TestKit.Servers;

namespace Gateway.Mqtt.Tests;

/// <summary>MQTT 5 and 3.1.1, line protocol and JSON, at a real broker: the bridge gets the same whatever the way.</summary>
public sealed class VersionAndFormTests
{
    private const string Lines = "meter,device=m\\ 1,site=Zürich kw=12.50,state=\"a \\\"b\\\"\",quality=\"good\" 1732435200000\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MqttVersion.V5, MqttVersion.V5, PayloadForm.Json)]
    [InlineData(MqttVersion.V311, MqttVersion.V311, PayloadForm.LineProtocol)]
    [InlineData(MqttVersion.V311, MqttVersion.V311, PayloadForm.Json)]
    [InlineData(MqttVersion.V311, MqttVersion.V5, PayloadForm.LineProtocol)]
    [InlineData(MqttVersion.V311, MqttVersion.V5, PayloadForm.Json)]
    [InlineData(MqttVersion.V5, MqttVersion.V311, PayloadForm.Json)]
    public async Task Publish_ByAnyVersionAndForm_ArrivesAsTheSameLines(MqttVersion gateway, MqttVersion bridge, PayloadForm form)
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartAsync(Token);
        await using var harness = new Harness();
        var subscriber = await harness.ConnectedSubscriberAsync(Harness.Broker(server.Port) with { Version = bridge });
        var publisher = await harness.ConnectedPublisherAsync(
            Harness.Broker(server.Port) with { Version = gateway, Payload = form, Window = 7 });
        DataMessage[] all = [Harness.Message(41, 2, Lines + Lines) with { Backfill = true }, Harness.Message(43, payload: "")];
        foreach (var sent in all)
        {
            Assert.Equal(PublishVerdict.Accepted, await publisher.PublishAsync(sent, Token));
            var received = await Harness.NextAsync(subscriber);
            Assert.Equal(sent with { Payload = default }, received.Message with { Payload = default });
            Assert.Equal(Encoding.UTF8.GetString(sent.Payload.Span), Encoding.UTF8.GetString(received.Message.Payload.Span));
            Assert.Equal(PublishVerdict.Accepted, await subscriber.AcknowledgeAsync([received], [], Token));
            Assert.Equal([sent.Range], (await Harness.NextAsync(publisher)).Ranges);
        }
    }

    [Fact]
    public async Task Publish_By5ToABridgeBy311_IsMalformedThere()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartAsync(Token);
        await using var harness = new Harness();
        var subscriber = await harness.ConnectedSubscriberAsync(Harness.Broker(server.Port) with { Version = MqttVersion.V311 });
        var publisher = await harness.ConnectedPublisherAsync(Harness.Broker(server.Port));
        await publisher.PublishAsync(Harness.Message(1), Token);
        await Harness.EventuallyAsync(() => subscriber.Counters.Malformed == 1);
        Assert.False(publisher.Acknowledgements.TryRead(out _));
    }

    [Fact]
    public async Task Publish_By311_StandsInTheTopicAsLineProtocolWithAComment()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartAsync(Token);
        await using var harness = new Harness();
        await using var raw = await RawClient.ConnectAsync(server.Port);
        await raw.SubscribeAsync("gateway/v1/#");
        var publisher = await harness.ConnectedPublisherAsync(Harness.Broker(server.Port) with { Version = MqttVersion.V311 });
        await publisher.PublishAsync(Harness.Message(41, 2, "m v=1 1\n"), Token);
        await Harness.EventuallyAsync(() => raw.Received.Count == 2);
        Assert.Equal(
            [
                ("gateway/v1/mill/g1/status", """{"online":true}""", false),
                (
                    "gateway/v1/mill/g1/data",
                    "# gateway seq=41 epoch=00000000000000e0 count=2 schema=1 backfill=false\nm v=1 1\n",
                    false),
            ],
            raw.Received);
    }

    [Fact]
    public async Task Connect_By311_IsToldApartAtTheBroker()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartAsync("allow_anonymous true\nlog_type all", Token);
        Assert.Null(await BrokerProbe.TryAsync(
            Harness.Broker(server.Port) with { Version = MqttVersion.V311 }, "old", TimeProvider.System, Token));
        Assert.Null(await BrokerProbe.TryAsync(Harness.Broker(server.Port), "new", TimeProvider.System, Token));
        await Harness.EventuallyAsync(() => server.Output.Contains("as new (p5", StringComparison.Ordinal));
        Assert.Contains("as old (p2", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_OwnBoundOfThePacket_IsKept()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartAsync("allow_anonymous true\nmax_packet_size 100000", Token);
        await using var harness = new Harness();
        var publisher = await harness.ConnectedPublisherAsync(
            Harness.Broker(server.Port) with { Version = MqttVersion.V311, MaxPacketBytes = 2000 });
        Assert.Equal(
            new PublishVerdict(PublishNext.TooLarge, "2101 bytes are too many: this broker takes packets up to 2000"),
            await publisher.PublishAsync(Harness.Message(1, payload: new string('x', 2000)), Token));
        Assert.Equal(PublishNext.Accepted, (await publisher.PublishAsync(Harness.Message(1, payload: new string('x', 1000)), Token)).Next);
    }
}
