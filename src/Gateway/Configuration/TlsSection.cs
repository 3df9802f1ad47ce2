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
            Authorities = map.TextOrNull("ca") is { } ca ? Authorities(map, folder, ca) : null,
            Certificate = map.TextOrNull("certificate") is { } certificate && map.TextOrNull("key") is { } key
                ? Certificate(map, folder, certificate, key)
                : null,
            ServerName = map.TextOrNull("server_name"),
            ChecksRevocation = map.Flag("check_revocation", false),
        };
    }

    private static X509Certificate2Collection? Authorities(YamlMap map, string folder, string file)
    {
        var authorities = new X509Certificate2Collection();
        if (!Try(map, "ca", file, () => authorities.ImportFromPemFile(Path.Combine(folder, file))))
        {
            return null;
        }

        if (authorities.Count == 0)
        {
            map.Fault("ca", $"{file} holds no certificate: name a PEM file with the authority's");
        }

        return authorities;
    }

    private static X509Certificate2? Certificate(YamlMap map, string folder, string file, string keyFile)
    {
        var (path, keyPath) = (Path.Combine(folder, file), Path.Combine(folder, keyFile));
        X509Certificate2? certificate = null;
        var isRead = Try(map, "certificate", file, () => X509Certificate2.CreateFromPem(File.ReadAllText(path)).Dispose())
            && Try(map, "key", keyFile, () => certificate = X509Certificate2.CreateFromPemFile(path, keyPath));
        if (!isRead || certificate is null || !OperatingSystem.IsWindows())
        {
            return certificate;
        }

        // Windows' TLS takes no key that is only in memory.
        using var withKey = certificate;
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }

    private static bool Try(YamlMap map, string key, string file, Action read)
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
            map.Fault(key, $"{file} cannot be used: {why}; it must be {what}");
            return false;
        }
    }
}
