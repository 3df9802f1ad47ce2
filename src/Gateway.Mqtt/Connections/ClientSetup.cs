using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;

namespace Gateway.Mqtt.Connections;

/// <summary>The client library's options for one attempt to connect, and what its failure means.</summary>
internal sealed class ClientSetup(BrokerOptions options, string clientId) : IDisposable
{
    private X509Certificate2? ownCertificate;
    private string? objection;

    /// <summary>
    /// No session at the broker: the client library keeps no packet ids over a reconnect, and what is not acknowledged end to end is sent
    /// again from the journal anyway.
    /// </summary>
    /// <param name="configure">Adds to them, e.g. the will.</param>
    /// <exception cref="CryptographicException">A certificate's file holds none, or another key's.</exception>
    /// <exception cref="IOException">A certificate's file cannot be read.</exception>
    public MqttClientOptions Build(Action<MqttClientOptionsBuilder>? configure = null)
    {
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(options.Version == MqttVersion.V5 ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311)
            .WithTcpServer(options.Host, options.Port)
            .WithClientId(clientId)
            .WithCleanStart()
            .WithKeepAlivePeriod(options.KeepAlive)
            .WithTimeout(options.CallTimeout);
        if (options.User is not null)
        {
            builder.WithCredentials(options.User, options.Password ?? string.Empty);
        }

        if (options.Tls)
        {
            builder.WithTlsOptions(Encrypt);
        }

        configure?.Invoke(builder);
        return builder.Build();
    }

    /// <summary>Why there is no connection, where the library threw.</summary>
    public LinkFault Explain(Exception thrown)
    {
        var cause = thrown.GetBaseException();
        if (objection is not null)
        {
            return new LinkFault(FixAccess: true, objection);
        }

        var trust = cause is AuthenticationException or CryptographicException or FileNotFoundException or DirectoryNotFoundException
            or UnauthorizedAccessException;
        var reason = cause is OperationCanceledException ? "no answer in time" : BrokerAnswers.OneLine(cause.Message);

        // A broker that does not accept our certificate ends the connection, with TLS 1.3 only after the handshake.
        var isOurs = cause is OperationCanceledException or FileNotFoundException or DirectoryNotFoundException
            or UnauthorizedAccessException;
        return options.Tls && !isOurs
            ? new LinkFault(trust, $"{reason} (does it speak TLS at this port, and accept {Certificate()}?)")
            : new LinkFault(trust, reason);
    }

    /// <inheritdoc/>
    public void Dispose() => ownCertificate?.Dispose();

    private string Certificate() => ownCertificate is null
        ? "a client without a certificate"
        : $"this client's certificate, valid until {BrokerCertificate.Day(ownCertificate.NotAfter)}";

    private void Encrypt(MqttClientTlsOptionsBuilder tls)
    {
        var authorities = options.TlsCaFile is null ? null : new X509Certificate2Collection();
        authorities?.ImportFromPemFile(options.TlsCaFile!);
        var name = options.TlsServerName ?? options.Host;
        tls.UseTls()
            .WithTargetHost(name)
            .WithSslProtocols(SslProtocols.Tls12 | SslProtocols.Tls13)
            .WithRevocationMode(X509RevocationMode.NoCheck)
            .WithCertificateValidationHandler(shown =>
            {
                objection = BrokerCertificate.Objection(name, shown.Certificate, shown.Chain, shown.SslPolicyErrors, authorities);
                return objection is null;
            });
        if (options.TlsCertificateFile is not null)
        {
            ownCertificate = PemCertificate.Load(options.TlsCertificateFile, options.TlsKeyFile!);
            tls.WithClientCertificates([ownCertificate]);
        }
    }
}
