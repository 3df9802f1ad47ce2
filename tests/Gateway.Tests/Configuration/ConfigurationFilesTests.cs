using System.Security.Cryptography;
using System.Text;
using Gateway.Configuration;

namespace Gateway.Tests.Configuration;

public sealed class ConfigurationFilesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gateway-test-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Look_FilesAndVariables_HashesWhatOneCommandPrints()
    {
        var document = Write("gateway.yaml", "site: s\n");
        Write("b.yml", "not: a profile\n");
        var profiles = folder.CreateSubdirectory("profiles").FullName;
        File.WriteAllText(Path.Combine(profiles, "b.yaml"), "name: b\n");
        File.WriteAllText(Path.Combine(profiles, "a.yaml"), "name: a\n");
        var files = new ConfigurationFiles(document, profiles, [Write("secret", "hunter2")]);

        var plain = files.Look([new("HOME", "/root")]);
        var overridden = files.Look([new("GATEWAY__SITE", "t"), new("HOME", "/root"), new("GATEWAY__DATA", "d")]);

        Assert.Equal(Sha256("site: s\nname: a\nname: b\n"), plain.Sha256);
        Assert.Equal(Sha256("site: s\nname: a\nname: b\nGATEWAY__DATA=d\nGATEWAY__SITE=t\n"), overridden.Sha256);
    }

    [Fact]
    public void Look_AnotherSecret_ShowsInTheFingerprintAlone()
    {
        var files = new ConfigurationFiles(Write("gateway.yaml", "site: s\n"), null, [Write("secret", "hunter2")]);
        var before = files.Look([]);
        Write("secret", "hunter3");

        var after = files.Look([]);

        Assert.Equal(before.Sha256, after.Sha256);
        Assert.NotEqual(before.Fingerprint, after.Fingerprint);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
