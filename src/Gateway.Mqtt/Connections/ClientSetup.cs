using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;

namespace Gateway.Mqtt.Connections;

/// <summary>The client library's options for one connection.</summary>
internal static class ClientSetup
{
    /// <summary>
    /// MQTT 5, and no session at the broker: the client library keeps no packet ids over a reconnect, and what is not acknowledged end to
    /// end is sent again from the journal anyway.
    /// </summary>
    public static MqttClientOptionsBuilder Build(BrokerOptions options, string clientId)
    {
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer(options.Host, options.Port)
            .WithClientId(clientId)
            .WithCleanStart()
            .WithSessionExpiryInterval(0)
            .WithKeepAlivePeriod(options.KeepAlive)
            .WithTimeout(options.CallTimeout);
        if (options.User is not null)
        {
            builder.WithCredentials(options.User, options.Password ?? string.Empty);
        }

        return options.Tls ? builder.WithTlsOptions(tls => Encrypt(tls, options)) : builder;
    }

    // Revocation lists are not reachable from most plants, and without them the check would refuse every broker.
    private static void Encrypt(MqttClientTlsOptionsBuilder tls, BrokerOptions options)
    {
        tls.UseTls()
            .WithTargetHost(options.Host)
            .WithSslProtocols(SslProtocols.Tls12 | SslProtocols.Tls13)
            .WithRevocationMode(X509RevocationMode.NoCheck);
        if (options.TlsCaFile is not null)
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(options.TlsCaFile);
            tls.WithTrustChain(authorities);
        }
    }
}
