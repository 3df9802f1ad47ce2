using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Mqtt.Tests;

/// <summary>An authority of one test and certificates by it, all as PEM.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 authority;
    private byte serial;

    public TestCertificates()
    {
        var request = new CertificateRequest("CN=test authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority = request.CreateSelfSigned(Now.AddDays(-20), Now.AddDays(20));
    }

    public string Authority => authority.ExportCertificatePem();

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static (string Authority, string Certificate, string Key) Create()
    {
        using var made = new TestCertificates();
        var (certificate, key) = made.Issue("broker");
        return (made.Authority, certificate, key);
    }

    /// <summary>A certificate for 127.0.0.1 unless another name is given.</summary>
    public (string Certificate, string Key) Issue(string subject, string? dnsName = null, bool expired = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={subject}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (dnsName is null)
        {
            names.AddIpAddress(IPAddress.Loopback);
        }
        else
        {
            names.AddDnsName(dnsName);
        }

        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(
            authority, Now.AddDays(-10), expired ? Now.AddDays(-1) : Now.AddDays(9), [1, 2, 3, ++serial]);
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose()
    {
        authority.Dispose();
        authorityKey.Dispose();
    }
}
