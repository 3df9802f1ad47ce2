using Gateway.Core;
using Gateway.TestKit.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Mqtt.Tests;

/// <summary>The publisher's limits and its status at a real broker.</summary>
public sealed class MqttPublisherTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_NoBroker_IsTriedLaterAndSaysWhy()
    {
        await using var harness = new Harness();
        var publisher = harness.Publisher(Harness.Broker(FreePort.Next()) with { CallTimeout = TimeSpan.FromSeconds(1) });
        await Harness.EventuallyAsync(() => publisher.Fault.Contains("refused", StringComparison.OrdinalIgnoreCase));
        var verdict = await publisher.PublishAsync(Harness.Message(1), Token);
        Assert.Equal(PublishNext.RetryLater, verdict.Next);
        Assert.Contains("refused", verdict.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, publisher.Counters.NotAccepted);
    }

    [Fact]
    public async Task Publish_Cancelled_Throws()
    {
        await using var harness = new Harness();
        var publisher = harness.Publisher(Harness.Broker(FreePort.Next()));
        using var cancel = new CancellationTokenSource();
        var publish = publisher.PublishAsync(Harness.Message(1), cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publish);
    }

    [Fact]
    public async Task Publish_WrongPassword_IsAnAccessFaultThatDoesNotTellIt()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartWithUserAsync("gw", "right", Token);
        await using var harness = new Harness();
        var options = Harness.Broker(server.Port) with { User = "gw", Password = "hunter2", CallTimeout = TimeSpan.FromSeconds(5) };
        var refused = harness.Publisher(options);
        await Harness.EventuallyAsync(() => refused.Fault.StartsWith("CONNACK", StringComparison.Ordinal));
        var verdict = await refused.PublishAsync(Harness.Message(1), Token);
        Assert.Equal(PublishNext.FixAccess, verdict.Next);
        Assert.Contains("NotAuthorized", verdict.Reason);
        Assert.DoesNotContain("hunter2", verdict.Reason + options);

        var welcome = await harness.ConnectedPublisherAsync(options with { Password = "right", ClientId = "other" });
        Assert.Equal(PublishVerdict.Accepted, await welcome.PublishAsync(Harness.Message(1), Token));
    }

    [Fact]
    public async Task Publish_NoRightToTheTopic_IsAnAccessFault()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        var rights = new Dictionary<string, string>
        {
            ["acl"] = "topic write gateway/v1/mill/g1/status\ntopic read gateway/v1/mill/g1/ack\n",
        };
        await using var server = await MosquittoServer.StartAsync("allow_anonymous true\nacl_file {folder}/acl", rights, Token);
        await using var harness = new Harness();
        var publisher = await harness.ConnectedPublisherAsync(Harness.Broker(server.Port));
        Assert.Equal(
            new PublishVerdict(PublishNext.FixAccess, "PUBACK NotAuthorized"),
            await publisher.PublishAsync(Harness.Message(1), Token));
    }

    [Fact]
    public async Task Publish_OverTls_TrustsOnlyTheGivenAuthority()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        using var folder = new TempFolder();
        var (authority, certificate, key) = TestCertificates.Create();
        File.WriteAllText(folder.File("ca.pem"), authority);
        File.WriteAllText(folder.File("other.pem"), TestCertificates.Create().Authority);
        await using var server = await MosquittoServer.StartAsync(
            "allow_anonymous true\ncertfile {folder}/server.pem\nkeyfile {folder}/server.key",
            new Dictionary<string, string> { ["server.pem"] = certificate, ["server.key"] = key }, Token);
        await using var harness = new Harness();
        var options = Harness.Broker(server.Port) with { Tls = true, TlsCaFile = folder.File("ca.pem") };
        var publisher = await harness.ConnectedPublisherAsync(options);
        Assert.Equal(PublishVerdict.Accepted, await publisher.PublishAsync(Harness.Message(1), Token));

        foreach (var wrong in (string?[])["other.pem", "absent.pem", null])
        {
            var refused = harness.Publisher(options with
            {
                TlsCaFile = wrong is null ? null : folder.File(wrong),
                ClientId = "refused",
                CallTimeout = TimeSpan.FromSeconds(5),
            });
            await Harness.EventuallyAsync(() => refused.Fault != "not yet connected");
            Assert.Equal(PublishNext.FixAccess, (await refused.PublishAsync(Harness.Message(1), Token)).Next);
            Assert.False(refused.IsConnected);
        }
    }

    [Fact]
    public async Task Publish_LargerThanTheBrokerTakes_IsToldBeforeItIsSent()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartAsync("allow_anonymous true\nmax_packet_size 2000", Token);
        await using var harness = new Harness();
        var publisher = await harness.ConnectedPublisherAsync(Harness.Broker(server.Port));
        Assert.Equal(PublishNext.TooLarge, (await publisher.PublishAsync(Harness.Message(1, payload: new string('x', 2000)), Token)).Next);
        var fits = new string('x', (int)publisher.LargestPayload! - Harness.Topics.Data(Harness.Address).Length);
        Assert.Equal(PublishVerdict.Accepted, await publisher.PublishAsync(Harness.Message(2, payload: fits), Token));
        Assert.Equal(1, publisher.Counters.Connections);
    }

    [Theory]
    [InlineData("max_inflight_messages 2", 32, 2)]
    [InlineData("max_inflight_messages 50", 3, 3)]
    public async Task Publish_MoreThanTheWindow_Waits(string setting, int window, int inFlight)
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartAsync("allow_anonymous true\n" + setting, Token);
        await using var harness = new Harness();
        var options = Harness.Broker(server.Port) with { Window = window, KeepAlive = TimeSpan.FromSeconds(60) };
        var publisher = await harness.ConnectedPublisherAsync(options);
        server.Freeze();
        var publishing = Enumerable.Range(1, 10).Select(seq => publisher.PublishAsync(Harness.Message(seq), Token).AsTask()).ToArray();
        await Harness.EventuallyAsync(() => publisher.Counters.InFlight == inFlight);
        Assert.DoesNotContain(publishing, publish => publish.IsCompleted);
        server.Thaw();
        Assert.All(await Task.WhenAll(publishing), verdict => Assert.Equal(PublishVerdict.Accepted, verdict));
        Assert.Equal((0, 10), (publisher.Counters.InFlight, publisher.Counters.Accepted));
    }

    [Fact]
    public async Task Status_StandsRetained_OnlineWhileConnectedAndOfflineAfterLeaving()
    {
        await using var broker = await EmbeddedBroker.StartAsync(0, NullLogger<EmbeddedBroker>.Instance);
        await using var raw = await RawClient.ConnectAsync(broker.Port);
        await using (var harness = new Harness())
        {
            var publisher = await harness.ConnectedPublisherAsync(Harness.Broker(broker.Port));
            await raw.SubscribeAsync(Harness.Topics.AllStatus);
            await Harness.EventuallyAsync(() => !raw.Received.IsEmpty);
            Assert.Equal(("gateway/v1/mill/g1/status", """{"online":true}""", true), raw.Received.Last());
            var degraded = """{"online":true,"health":"degraded"}"""u8.ToArray();
            Assert.Equal(PublishVerdict.Accepted, await publisher.PublishStatusAsync(degraded, Token));
            await Harness.EventuallyAsync(() => raw.Received.Count == 2);
        }

        await Harness.EventuallyAsync(() => raw.Received.Count == 3);
        Assert.Equal("""{"online":false}""", raw.Received.Last().Payload);
    }

    [Fact]
    public async Task Status_AnotherClientTakesTheId_IsOfflineByTheWillAndTheFaultSaysSo()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartAsync(Token);
        await using var harness = new Harness();
        await using var raw = await RawClient.ConnectAsync(server.Port);
        await raw.SubscribeAsync(Harness.Topics.AllStatus);
        var publisher = await harness.ConnectedPublisherAsync(Harness.Broker(server.Port));
        await using var usurper = await RawClient.ConnectAsync(server.Port, "gateway-mill-g1");
        await Harness.EventuallyAsync(() => raw.Received.Any(message => message.Payload == """{"online":false}"""));
        await Harness.EventuallyAsync(() => publisher.Counters.Connections >= 2);
    }

    [Fact]
    public async Task Acknowledgements_Malformed_AreCountedAndDoNoHarm()
    {
        await using var broker = await EmbeddedBroker.StartAsync(0, NullLogger<EmbeddedBroker>.Instance);
        await using var harness = new Harness();
        var publisher = await harness.ConnectedPublisherAsync(Harness.Broker(broker.Port));
        await using var raw = await RawClient.ConnectAsync(broker.Port);
        await raw.PublishAsync(Harness.Topics.Ack(Harness.Address), "no json");
        await raw.PublishAsync(Harness.Topics.Ack(Harness.Address), """{"epoch":"00000000000000e0","ranges":[[1,2]]}""");
        Assert.Equal([new SeqRange(1, 2)], (await Harness.NextAsync(publisher)).Ranges);
        Assert.Equal((1, 1), (publisher.Counters.Acknowledgements, publisher.Counters.AcknowledgementsMalformed));
    }

    [Fact]
    public async Task Acknowledgements_Unread_DropTheOldest()
    {
        await using var broker = await EmbeddedBroker.StartAsync(0, NullLogger<EmbeddedBroker>.Instance);
        await using var harness = new Harness();
        var publisher = await harness.ConnectedPublisherAsync(Harness.Broker(broker.Port));
        await using var raw = await RawClient.ConnectAsync(broker.Port);
        for (var seq = 1; seq <= MqttPublisher.AcknowledgementBound + 1; seq++)
        {
            await raw.PublishAsync(Harness.Topics.Ack(Harness.Address), $$"""{"epoch":"00000000000000e0","ranges":[[{{seq}},{{seq}}]]}""");
        }

        await Harness.EventuallyAsync(() => publisher.Counters.AcknowledgementsDropped == 1);
        Assert.Equal([new SeqRange(2, 2)], (await Harness.NextAsync(publisher)).Ranges);
    }
}
