using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Modbus;

/// <summary>
/// How a connection is secured (MODBUS/TCP Security Protocol Specification V21: TLS 1.2 or later, certificates on both sides, port 802).
/// The device's certificate is always checked: authority, dates, purpose and name.
/// </summary>
public sealed record ModbusTls
{
    /// <summary>The port of Modbus/TCP Security.</summary>
    public const int Port = 802;

    /// <summary>This client's certificate with its private key; null where the device asks for none, against the specification.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The authorities that may have signed the device's certificate; null for those that the operating system trusts.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>The name or address that the device's certificate must be for; null for the host that is connected to.</summary>
    public string? ServerName { get; init; }

    /// <summary>Asks the authority whether the certificate was withdrawn. Needs the authority within reach; default false.</summary>
    public bool ChecksRevocation { get; init; }

    internal SslClientAuthenticationOptions OptionsFor(string host, RemoteCertificateValidationCallback judge)
    {
        var mode = ChecksRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = ServerName ?? host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateRevocationCheckMode = mode,
            RemoteCertificateValidationCallback = judge,
            ClientCertificateContext = Certificate is null ? null : SslStreamCertificateContext.Create(Certificate, null, offline: true),
        };
        if (Authorities is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = mode,
                DisableCertificateDownloads = true,
                // Device certificates are for both sides as a rule; one for servers is what is asked of a server.
                ApplicationPolicy = { new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1") },
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(Authorities);
        }

        return options;
    }
}
