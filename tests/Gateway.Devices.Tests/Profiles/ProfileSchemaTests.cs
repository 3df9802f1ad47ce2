using Gateway.TestKit.Schemas;
using Gateway.Yaml;

namespace Gateway.Devices.Tests;

/// <summary>The schema of device profiles: what editors know of them is what is read from them.</summary>
public sealed class ProfileSchemaTests
{
    private const string SchemaName = "profile.schema.json";
    private static readonly SchemaFile Schema = new($"src/Gateway.Devices/profiles/{SchemaName}");
    private static readonly string Folder = Path.GetDirectoryName(Schema.FullPath)!;
    private static readonly string Broken = Path.Combine(SchemaFile.Root, "tests", "Gateway.Devices.Tests", "Profiles", "broken");

    private static readonly string Complete =
        Path.Combine(SchemaFile.Root, "tests", "Gateway.Devices.Tests", "Profiles", "complete", "every-key.yaml");

    public static TheoryData<string> Profiles => [.. Directory.GetFiles(Folder, "*.yaml").Select(file => Path.GetFileName(file)!).Order()];

    [Fact]
    public void Schema_HasWhatTheReaderAsksFor()
    {
        var fault = Schema.Fault([.. Directory.GetFiles(Folder, "*.yaml").Concat(Directory.GetFiles(Broken, "*.yaml")).Append(Complete)
            .Order(StringComparer.Ordinal).Select(Read)]);
        Assert.True(fault is null, fault);
    }

    [Fact]
    public void Schema_AProfileWithEveryKey_FollowsIt() => Assert.Empty(SchemaJudgement.Faults(Schema, Complete));

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Schema_ShippedProfile_FollowsItAndNamesItFirst(string file)
    {
        var path = Path.Combine(Folder, file);
        Assert.Empty(SchemaJudgement.Faults(Schema, path));
        Assert.Equal($"# yaml-language-server: $schema={SchemaName}", File.ReadLines(path).First());
    }

    [Theory]
    [InlineData("address-out-of-range", "/points/power/address")]
    [InlineData("check-without-verify", "")]
    [InlineData("intervals", "/points/power/interval")]
    [InlineData("missing-keys", "/points/power")]
    [InlineData("no-head", "")]
    [InlineData("no-points", "/points")]
    [InlineData("ready-without-address", "/points/dust")]
    [InlineData("scale-from", "/points/current/scale_mode")]
    [InlineData("serial", "/serial/unit")]
    [InlineData("status-words", "/points/state/bits/0/quality")]
    [InlineData("texts", "/texts/maker/length")]
    [InlineData("unknown-key", "/byteorder")]
    [InlineData("unknown-status", "/status")]
    [InlineData("unknown-unit", "/points/power/unit")]
    [InlineData("wrong-order", "/byte_order")]
    [InlineData("wrong-type", "/points/power/type")]
    [InlineData("zero-scale", "/points/voltage/scale")]
    public void Schema_BrokenProfile_IsRefusedAtItsPlace(string name, string place) =>
        Assert.Contains(place, SchemaJudgement.Places(Schema, Path.Combine(Broken, name + ".yaml")));

    private static YamlMap Read(string file)
    {
        var document = YamlDocument.Load(file);
        _ = ProfileReader.Read(document.Root);
        return document.Root;
    }
}
