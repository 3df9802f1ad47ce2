using System.Net;
using System.Net.Sockets;
using Gateway.Core;
using Gateway.TestKit.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Mqtt.Tests;

public sealed class EmbeddedBrokerTests
{
    private static readonly EmbeddedBrokerOptions WithUsers = new()
    {
        Listen = new IPEndPoint(IPAddress.Loopback, 0),
        Users =
        [
            BrokerUser.Gateway("g1", "secret-1", Topics.DefaultPrefix), BrokerUser.Bridge("bridge", "secret-2", Topics.DefaultPrefix),
            BrokerUser.Reader("scada", "secret-3", Topics.DefaultPrefix),
        ],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_OnATakenPort_Throws()
    {
        await using var first = await EmbeddedBroker.StartAsync(0, NullLogger<EmbeddedBroker>.Instance);
        await Assert.ThrowsAsync<SocketException>(() => EmbeddedBroker.StartAsync(first.Port, NullLogger<EmbeddedBroker>.Instance));
    }

    [Fact]
    public async Task Start_Twice_ListensOnTwoPorts()
    {
        await using var first = await EmbeddedBroker.StartAsync(0, NullLogger<EmbeddedBroker>.Instance);
        await using var second = await EmbeddedBroker.StartAsync(0, NullLogger<EmbeddedBroker>.Instance);
        Assert.NotEqual(first.Port, second.Port);
    }

    [Fact]
    public async Task Users_OfGatewayAndBridge_CarryARoundTrip()
    {
        await using var broker = await EmbeddedBroker.StartAsync(WithUsers, NullLogger<EmbeddedBroker>.Instance);
        await using var harness = new Harness();
        var subscriber = await harness.ConnectedSubscriberAsync(As(broker, "bridge", "secret-2"));
        var publisher = await harness.ConnectedPublisherAsync(As(broker, "g1", "secret-1"));
        Assert.Equal(PublishVerdict.Accepted, await publisher.PublishAsync(Harness.Message(1), Token));
        await subscriber.AcknowledgeAsync([await Harness.NextAsync(subscriber)], [], Token);
        Assert.Equal([new SeqRange(1, 1)], (await Harness.NextAsync(publisher)).Ranges);
    }

    [Theory]
    [InlineData("g1", "wrong")]
    [InlineData("g1", "")]
    [InlineData("nobody", "")]
    [InlineData(null, null)]
    public async Task Connect_WithoutTheRightPassword_IsRefused(string? user, string? password)
    {
        await using var broker = await EmbeddedBroker.StartAsync(WithUsers, NullLogger<EmbeddedBroker>.Instance);
        Assert.Contains(
            "CONNACK BadUserNameOrPassword",
            await BrokerProbe.TryAsync(As(broker, user, password), "probe", TimeProvider.System, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Topics_OfAnotherUser_AreRefused()
    {
        await using var broker = await EmbeddedBroker.StartAsync(WithUsers, NullLogger<EmbeddedBroker>.Instance);
        await using var harness = new Harness();
        var foreign = new GatewayAddress("mill", "g2");
        var asOther = harness.Publisher(As(broker, "g1", "secret-1"), foreign);
        await Harness.EventuallyAsync(() => asOther.Fault.Contains("NotAuthorized", StringComparison.Ordinal));
        var asReader = harness.Publisher(As(broker, "scada", "secret-3"));
        await Harness.EventuallyAsync(() => asReader.Fault.Contains("PUBACK NotAuthorized", StringComparison.Ordinal));
        var gatewayAsBridge = harness.Subscriber(As(broker, "g1", "secret-1"));
        await Harness.EventuallyAsync(() => gatewayAsBridge.Fault.Contains("NotAuthorized", StringComparison.Ordinal));
        Assert.DoesNotContain("secret", WithUsers.Users[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_WithUsers_IsVerifiedAndSpoken()
    {
        using var folder = new TempFolder();
        var (authority, certificate, key) = TestCertificates.Create();
        File.WriteAllText(folder.File("ca.pem"), authority);
        File.WriteAllText(folder.File("broker.pem"), certificate);
        File.WriteAllText(folder.File("broker.key"), key);
        await using var broker = await EmbeddedBroker.StartAsync(
            WithUsers with { TlsCertificateFile = folder.File("broker.pem"), TlsKeyFile = folder.File("broker.key") },
            NullLogger<EmbeddedBroker>.Instance);
        var options = As(broker, "g1", "secret-1") with { Tls = true, TlsCaFile = folder.File("ca.pem") };
        Assert.Null(await BrokerProbe.TryAsync(options, "probe", TimeProvider.System, Token));
        Assert.NotNull(await BrokerProbe.TryAsync(options with { TlsCaFile = null }, "probe", TimeProvider.System, Token));
        Assert.NotNull(await BrokerProbe.TryAsync(
            options with { Tls = false, CallTimeout = TimeSpan.FromSeconds(1) }, "probe", TimeProvider.System, Token));
    }

    [Fact]
    public async Task Connect_BeyondTheBound_IsClosedAndLaterTakenAgain()
    {
        await using var broker = await EmbeddedBroker.StartAsync(
            new EmbeddedBrokerOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0), MaxClients = 2 },
            NullLogger<EmbeddedBroker>.Instance);
        await using var one = await RawClient.ConnectAsync(broker.Port, "one");
        await using (await RawClient.ConnectAsync(broker.Port, "two"))
        {
            using var third = new TcpClient();
            await third.ConnectAsync(IPAddress.Loopback, broker.Port, Token);
            Assert.Equal(0, await third.GetStream().ReadAsync(new byte[1], Token));
        }

        await Harness.EventuallyAsync(() =>
        {
            var fault = BrokerProbe.TryAsync(Harness.Broker(broker.Port), "three", TimeProvider.System, Token);
            return fault.Wait(TimeSpan.FromSeconds(5), Token) && fault.Result is null;
        });
    }

    [Fact]
    public async Task Packet_BeyondTheBound_IsAnnouncedToUsAndEndsAConnectionThatSendsIt()
    {
        await using var broker = await EmbeddedBroker.StartAsync(
            new EmbeddedBrokerOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0), MaxPacketBytes = 2000 },
            NullLogger<EmbeddedBroker>.Instance);
        await using var harness = new Harness();
        var publisher = await harness.ConnectedPublisherAsync(Harness.Broker(broker.Port));
        var large = Harness.Message(1, payload: new string('x', 2000));
        Assert.Equal(PublishNext.TooLarge, (await publisher.PublishAsync(large, Token)).Next);
        Assert.True(publisher.IsConnected);

        // A CONNECT that promises 256 MiB: nobody waits for it.
        using var hostile = new TcpClient();
        await hostile.ConnectAsync(IPAddress.Loopback, broker.Port, Token);
        await hostile.GetStream().WriteAsync(new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0x7F }, Token);
        Assert.Equal(0, await hostile.GetStream().ReadAsync(new byte[1], Token));
    }

    private static BrokerOptions As(EmbeddedBroker broker, string? user, string? password) => Harness.Broker(broker.Port) with
    {
        User = user,
        Password = password,
        ClientId = null,
    };
}
