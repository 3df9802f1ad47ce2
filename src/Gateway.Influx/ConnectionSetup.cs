using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Influx;

/// <summary>How connections to the database are made.</summary>
internal static class ConnectionSetup
{
    /// <summary>
    /// A redirect is not followed, for it would turn the write into a read of another page; a connection ends now and then, so that a
    /// changed address of the server is found.
    /// </summary>
    public static SocketsHttpHandler Handler(InfluxOptions options) => new()
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        SslOptions = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = options.TlsCaFile is null ? null : Trust(options.TlsCaFile),
        },
    };

    // Revocation lists are not reachable from most plants, and without them the check would refuse every server.
    private static X509ChainPolicy Trust(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }
}
