using Gateway.TestKit.Servers;

namespace Gateway.Mqtt.Tests;

/// <summary>Certificates on both sides, at a real broker: what is wrong with one is said in words.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly TestCertificates certificates = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_ClientCertificate_IsTakenAsTheUser()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await StartAsync(certificates.Issue("broker"), "require_certificate true\nuse_identity_as_username true");
        await using var harness = new Harness();
        var publisher = await harness.ConnectedPublisherAsync(WithCertificate(Options(server), certificates.Issue("gw-1")));
        Assert.Equal(PublishVerdict.Accepted, await publisher.PublishAsync(Harness.Message(1), Token));
        Assert.Contains("u'gw-1'", server.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "accept a client without a certificate?")]
    [InlineData("expired", "accept this client's certificate, valid until")]
    [InlineData("foreign", "accept this client's certificate, valid until")]
    public async Task Connect_BrokerDoesNotTakeOurCertificate_SaysWhatMayBeWrong(string which, string expected)
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await StartAsync(certificates.Issue("broker"), "require_certificate true");
        await using var harness = new Harness();
        using var foreign = new TestCertificates();
        var options = which switch
        {
            "expired" => WithCertificate(Options(server), certificates.Issue("gw-1", expired: true)),
            "foreign" => WithCertificate(Options(server), foreign.Issue("gw-1")),
            _ => Options(server),
        };
        var publisher = harness.Publisher(options);
        await Harness.EventuallyAsync(() => publisher.Fault != "not yet connected");
        Assert.Contains(expected, publisher.Fault, StringComparison.Ordinal);
        Assert.False(publisher.IsConnected);
    }

    [Fact]
    public async Task Connect_ExpiredBrokerCertificate_IsRefusedWithItsDates()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await StartAsync(certificates.Issue("broker", expired: true));
        var fault = await FaultAsync(Options(server));
        Assert.Contains("a certificate of the broker is not valid now; its own is from ", fault, StringComparison.Ordinal);
        Assert.EndsWith("renew it, or set the clock", fault, StringComparison.Ordinal);
        Assert.Contains(fault, await BrokerProbe.TryAsync(Options(server), "probe", TimeProvider.System, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_CertificateForAnotherName_IsRefusedUnlessThatNameIsExpected()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await StartAsync(certificates.Issue("broker", dnsName: "mqtt.plant.example"));
        Assert.Equal(
            "the broker's certificate is for mqtt.plant.example, not for 127.0.0.1: "
            + "correct the address, or set 'tls_server_name' to a name in it",
            await FaultAsync(Options(server)));
        Assert.Null(await BrokerProbe.TryAsync(
            Options(server) with { TlsServerName = "mqtt.plant.example" }, "probe", TimeProvider.System, Token));
    }

    [Fact]
    public async Task Connect_UnknownAuthority_IsRefusedAndTheKeyNamed()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await StartAsync(certificates.Issue("broker"));
        Assert.Equal(
            "the broker's certificate, issued by 'CN=test authority', is not from one that this system trusts: "
            + "name that one's file in 'tls_ca_file'",
            await FaultAsync(Options(server) with { TlsCaFile = null }));
    }

    [Theory]
    [InlineData("tlsv1.2")]
    [InlineData("tlsv1.3")]
    public async Task Connect_EitherTlsVersion_IsSpoken(string version)
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await StartAsync(certificates.Issue("broker"), $"tls_version {version}");
        Assert.Null(await BrokerProbe.TryAsync(Options(server), "probe", TimeProvider.System, Token));
    }

    [Fact]
    public async Task Connect_PlainBroker_IsSaidToSpeakNoTls()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var server = await MosquittoServer.StartAsync(Token);
        Assert.Contains(
            "does it speak TLS at this port",
            await BrokerProbe.TryAsync(Options(server), "probe", TimeProvider.System, Token), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        certificates.Dispose();
        folder.Dispose();
    }

    private static async Task<string> FaultAsync(BrokerOptions options)
    {
        await using var harness = new Harness();
        var publisher = harness.Publisher(options);
        await Harness.EventuallyAsync(() => publisher.Fault != "not yet connected");
        Assert.Equal(PublishNext.FixAccess, (await publisher.PublishAsync(Harness.Message(1), Token)).Next);
        return publisher.Fault;
    }

    private Task<MosquittoServer> StartAsync((string Certificate, string Key) own, string settings = "") => MosquittoServer.StartAsync(
        "allow_anonymous true\nlog_type all\ncafile {folder}/ca.pem\ncertfile {folder}/server.pem\nkeyfile {folder}/server.key\n"
        + settings,
        new Dictionary<string, string> { ["ca.pem"] = certificates.Authority, ["server.pem"] = own.Certificate, ["server.key"] = own.Key },
        Token);

    private BrokerOptions WithCertificate(BrokerOptions options, (string Certificate, string Key) own)
    {
        File.WriteAllText(folder.File("client.pem"), own.Certificate);
        File.WriteAllText(folder.File("client.key"), own.Key);
        return options with { TlsCertificateFile = folder.File("client.pem"), TlsKeyFile = folder.File("client.key") };
    }

    private BrokerOptions Options(MosquittoServer server)
    {
        File.WriteAllText(folder.File("ca.pem"), certificates.Authority);
        return Harness.Broker(server.Port) with
        {
            Tls = true,
            TlsCaFile = folder.File("ca.pem"),
            CallTimeout = TimeSpan.FromSeconds(2),
        };
    }
}
