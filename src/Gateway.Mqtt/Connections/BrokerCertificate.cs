using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Mqtt.Connections;

/// <summary>Judges a broker's certificate: authority, dates, purpose and name.</summary>
internal static class BrokerCertificate
{
    // RFC 5280, section 4.2.1.12: server authentication.
    private const string ForServers = "1.3.6.1.5.5.7.3.1";

    /// <summary>What is wrong with it and what to do; null when nothing is.</summary>
    /// <param name="name">The name or address it must be for.</param>
    /// <param name="shown">The certificate.</param>
    /// <param name="sent">With what else the broker sent, intermediate authorities.</param>
    /// <param name="errors">What the TLS library found; its judgement of the name counts.</param>
    /// <param name="authorities">The only ones to trust; null for the system's.</param>
    public static string? Objection(
        string name, X509Certificate? shown, X509Chain? sent, SslPolicyErrors errors, X509Certificate2Collection? authorities)
    {
        if (shown is null)
        {
            return "the broker shows no certificate";
        }

        // Revocation lists are not reachable from most plants, and without them the check would refuse every broker.
        using var certificate = X509CertificateLoader.LoadCertificate(shown.GetRawCertData());
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ForServers));
        chain.ChainPolicy.ExtraStore.AddRange(sent?.ChainPolicy.ExtraStore ?? []);
        if (authorities is not null)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        if (!chain.Build(certificate))
        {
            return ChainObjection(certificate, chain, authorities is not null);
        }

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? $"the broker's certificate is for {Names(certificate)}, not for {name}: "
                + "correct the address, or set 'tls_server_name' to a name in it"
            : null;
    }

    /// <summary>The day in UTC.</summary>
    public static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string ChainObjection(X509Certificate2 certificate, X509Chain chain, bool ownAuthorities)
    {
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, next) => all | next.Status);
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            return $"a certificate of the broker is not valid now; its own is from {Day(certificate.NotBefore)} to "
                + $"{Day(certificate.NotAfter)}: renew it, or set the clock";
        }

        return status.HasFlag(X509ChainStatusFlags.PartialChain) || status.HasFlag(X509ChainStatusFlags.UntrustedRoot)
            ? $"the broker's certificate, issued by '{certificate.Issuer}', is not from "
                + (ownAuthorities ? "an authority in 'tls_ca_file'" : "one that this system trusts: name that one's file in 'tls_ca_file'")
            : $"the broker's certificate is not acceptable: {status}";
    }

    private static string Names(X509Certificate2 certificate) => string.Join(
        ", ",
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())))
            .DefaultIfEmpty(certificate.Subject));
}
