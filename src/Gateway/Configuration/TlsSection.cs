using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Modbus;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>
/// Reads <c>tls:</c> of a link, the certificates of Modbus/TCP Security. Nothing in it switches the check of the device's certificate off.
/// </summary>
internal static class TlsSection
{
    private const string Public = "a certificate in PEM form";

    public static ModbusTls? Read(YamlMap link, string folder)
    {
        if (link.MapOrNull("tls") is not { } map)
        {
            return null;
        }

        if (map.Has("certificate") != map.Has("key"))
        {
            map.Fault(map.Has("key") ? "key" : "certificate", "give 'certificate' and 'key', the PEM files of this gateway, or neither");
        }

        return new ModbusTls
        {
            Authorities = map.FileOrNull("ca", folder) is { } ca ? Authorities(map, "ca", ca) : null,
            Certificate = map.FileOrNull("certificate", folder) is { } certificate && map.FileOrNull("key", folder) is { } key
                ? Certificate(map, "certificate", certificate, "key", key)
                : null,
            ServerName = map.TextOrNull("server_name"),
            ChecksRevocation = map.Flag("check_revocation", false),
        };
    }

    /// <summary>The authorities in the PEM file at a key; a fault and null where there is none.</summary>
    public static X509Certificate2Collection? Authorities(YamlMap map, string at, string path)
    {
        var authorities = new X509Certificate2Collection();
        if (!Try(map, at, Public, () => authorities.ImportFromPemFile(path)))
        {
            return null;
        }

        if (authorities.Count == 0)
        {
            map.Fault(at, $"{map.Text(at)} holds no certificate: name a PEM file with the authority's");
        }

        return authorities;
    }

    /// <summary>The certificate in the PEM file at a key with the private one at another; a fault and null where they are none.</summary>
    public static X509Certificate2? Certificate(YamlMap map, string at, string path, string keyAt, string keyPath)
    {
        X509Certificate2? certificate = null;
        var isRead = Try(map, at, Public, () => X509Certificate2.CreateFromPem(File.ReadAllText(path)).Dispose())
            && Try(map, keyAt, PrivateOf(at), () => certificate = X509Certificate2.CreateFromPemFile(path, keyPath));
        if (!isRead || certificate is null || !OperatingSystem.IsWindows())
        {
            return certificate;
        }

        // Windows' TLS takes no key that is only in memory.
        using var withKey = certificate;
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }

    private static string PrivateOf(string at) => $"the private key, not encrypted, that belongs to '{at}'";

    private static bool Try(YamlMap map, string key, string what, Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            var why = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message.TrimEnd('.');
            map.Fault(key, $"{map.Text(key)} cannot be used: {why}; it must be {what}");
            return false;
        }
    }
}
