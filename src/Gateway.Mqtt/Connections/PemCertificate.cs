using System.Security.Cryptography.X509Certificates;

namespace Gateway.Mqtt.Connections;

/// <summary>A certificate and its private key from PEM files.</summary>
internal static class PemCertificate
{
    public static X509Certificate2 Load(string file, string keyFile)
    {
        var certificate = X509Certificate2.CreateFromPemFile(file, keyFile);
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        // Windows' TLS takes no key that is only in memory.
        using var withKey = certificate;
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }
}
