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
            Authorities = map.FileOrNull("ca", folder) is { } ca ? Authorities(map, ca) : null,
            Certificate = map.FileOrNull("certificate", folder) is { } certificate && map.FileOrNull("key", folder) is { } key
                ? Certificate(map, certificate, key)
                : null,
            ServerName = map.TextOrNull("server_name"),
            ChecksRevocation = map.Flag("check_revocation", false),
        };
    }

    private static X509Certificate2Collection? Authorities(YamlMap map, string path)
    {
        var authorities = new X509Certificate2Collection();
        if (!Try(map, "ca", () => authorities.ImportFromPemFile(path)))
        {
            return null;
        }

        if (authorities.Count == 0)
        {
            map.Fault("ca", $"{map.Text("ca")} holds no certificate: name a PEM file with the authority's");
        }

        return authorities;
    }

    private static X509Certificate2? Certificate(YamlMap map, string path, string keyPath)
    {
        X509Certificate2? certificate = null;
        var isRead = Try(map, "certificate", () => X509Certificate2.CreateFromPem(File.ReadAllText(path)).Dispose())
            && Try(map, "key", () => certificate = X509Certificate2.CreateFromPemFile(path, keyPath));
        if (!isRead || certificate is null || !OperatingSystem.IsWindows())
        {
            return certificate;
        }

        // Windows' TLS takes no key that is only in memory.
        using var withKey = certificate;
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }

    private static bool Try(YamlMap map, string key, Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            var what = key == "key" ? "the private key, not encrypted, that belongs to 'certificate'" : "a certificate in PEM form";
            var why = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message.TrimEnd('.');
            map.Fault(key, $"{map.Text(key)} cannot be used: {why}; it must be {what}");
            return false;
        }
    }
}
