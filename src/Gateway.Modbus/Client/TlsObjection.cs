using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Modbus;

/// <summary>Says what is wrong with a device's certificate, and what to do.</summary>
internal static class TlsObjection
{
    /// <returns>Null when nothing is.</returns>
    public static string? Describe(string name, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return null;
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return "the device shows no certificate. Give it one.";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
            return Describe(certificate, chain);
        return $"its certificate is for {Names(certificate)}, not for {name}. If the device is right, set 'server_name' to a name in it.";
    }

    private static string Describe(X509Certificate2 certificate, X509Chain? chain)
    {
        var status = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, next) => all | next.Status);
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"a certificate is not valid now; its own is from {certificate.NotBefore:d} to {certificate.NotAfter:d}. Renew it, "
                + $"or set the clock.");
        }

        if (status.HasFlag(X509ChainStatusFlags.PartialChain) || status.HasFlag(X509ChainStatusFlags.UntrustedRoot))
            return $"its certificate, issued by '{certificate.Issuer}', is not from a trusted authority. Name that one's file in 'ca'.";
        if (status.HasFlag(X509ChainStatusFlags.Revoked))
            return "its certificate was revoked. Give the device a new one.";
        if (status.HasFlag(X509ChainStatusFlags.RevocationStatusUnknown))
            return "whether its certificate was revoked could not be found out. Let the gateway reach the authority, or do not ask for it.";
        return $"its certificate is not acceptable: {status}.";
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(ip => ip.ToString())));
        return string.Join(", ", names.DefaultIfEmpty(certificate.Subject));
    }
}
