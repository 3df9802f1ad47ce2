using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Modbus.Tests;

/// <summary>Modbus/TCP Security between client and server, certificates on both sides.</summary>
public sealed class ModbusTlsTests : IDisposable
{
    private static readonly ReadRequest Request = new(Registers.Unit, ModbusTable.HoldingRegister, 40, 20);
    private static readonly ModbusTiming Patient = new() { ConnectTimeout = ModbusTiming.Longest, ReplyTimeout = ModbusTiming.Longest };

    private readonly TestCertificates plant = new("plant authority");
    private readonly TestCertificates stranger = new("stranger");

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task ReadAsync_BothCertificatesGood_Reads(SslProtocols version)
    {
        await using var server = Serve(plant.Sign(), version);
        await using var client = Client(server, new ModbusTls { Authorities = plant.Authorities, Certificate = plant.Sign("gateway") });
        var data = new byte[Request.ByteCount];

        for (var read = 0; read < 3; read++)
            Assert.Equal(ReadResult.Success, await client.ReadAsync(Request, data, TestContext.Current.CancellationToken));
        Assert.Equal(Registers.Expected(Request), data);
        Assert.Null(client.LastOpenFailure);
    }

    [Fact]
    public Task ReadAsync_DeviceOfAnotherAuthority_IsDisconnectedAndSaysSo() =>
        AssertRefused(stranger.Sign(), Good(), "issued by 'CN=stranger', is not from a trusted authority");

    [Fact]
    public Task ReadAsync_NoAuthorityGiven_TrustsOnlyTheSystems() =>
        AssertRefused(plant.Sign(), Good() with { Authorities = null }, "is not from a trusted authority");

    [Fact]
    public Task ReadAsync_DeviceCertificateExpired_IsDisconnectedAndSaysSo() =>
        AssertRefused(plant.Sign(isExpired: true), Good(), "not valid now");

    [Fact]
    public Task ReadAsync_DeviceCertificateForAnotherName_IsDisconnectedAndSaysSo() =>
        AssertRefused(plant.Sign("meter-7.plant.example"), Good(), "is for meter-7.plant.example, not for 127.0.0.1");

    [Fact]
    public async Task ReadAsync_ServerNameGiven_IsTheNameThatCounts()
    {
        await using var server = Serve(plant.Sign("meter-7.plant.example"), SslProtocols.Tls13);
        await using var client = Client(server, Good() with { ServerName = "meter-7.plant.example" });

        Assert.Equal(ReadResult.Success, await client.ReadAsync(Request, new byte[40], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public Task ReadAsync_NoCertificateOfItsOwn_IsDisconnectedAndSaysSo(SslProtocols version) =>
        AssertRefused(plant.Sign(), Good() with { Certificate = null }, "Does it accept this gateway's certificate?", version);

    [Fact]
    public Task ReadAsync_OwnCertificateOfAnotherAuthority_IsDisconnectedAndSaysSo() =>
        AssertRefused(plant.Sign(), Good() with { Certificate = stranger.Sign("gateway") }, "Does it accept this gateway's certificate?");

    [Fact]
    public async Task ReadAsync_DeviceSpeaksInTheClear_IsDisconnected()
    {
        await using var server = ModbusTcpServer.Start(
            Registers.AnyPort, ModbusFraming.Mbap, Registers.HasUnit, Registers.Answer, TimeProvider.System);
        await using var client = Client(server, Good());

        Assert.Equal(
            ReadResult.Failed(ModbusFault.Disconnected),
            await client.ReadAsync(Request, new byte[40], TestContext.Current.CancellationToken));
        Assert.Contains("could not be connected to securely", client.LastOpenFailure, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        plant.Dispose();
        stranger.Dispose();
    }

    private static ModbusTcpClient Client(ModbusTcpServer server, ModbusTls tls) =>
        ModbusTcpClient.OverTls(server.EndPoint.Dns(), tls, Patient, TimeProvider.System);

    private ModbusTls Good() => new() { Authorities = plant.Authorities, Certificate = plant.Sign("gateway") };

    private async Task AssertRefused(
        X509Certificate2 device, ModbusTls tls, string reason, SslProtocols version = SslProtocols.Tls13)
    {
        await using var server = Serve(device, version);
        await using var client = Client(server, tls);

        Assert.Equal(
            ReadResult.Failed(ModbusFault.Disconnected),
            await client.ReadAsync(Request, new byte[40], TestContext.Current.CancellationToken));
        Assert.Contains(reason, client.LastOpenFailure, StringComparison.Ordinal);
        TestContext.Current.SendDiagnosticMessage("{0}", client.LastOpenFailure!);
    }

    private ModbusTcpServer Serve(X509Certificate2 certificate, SslProtocols version)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.Add(plant.Authority);
        return ModbusTcpServer.Start(
            new IPEndPoint(IPAddress.Loopback, 0),
            ModbusFraming.Mbap,
            Registers.HasUnit,
            Registers.Answer,
            TimeProvider.System,
            new SslServerAuthenticationOptions
            {
                ServerCertificate = certificate,
                ClientCertificateRequired = true,
                EnabledSslProtocols = version,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                CertificateChainPolicy = policy,
            });
    }
}
