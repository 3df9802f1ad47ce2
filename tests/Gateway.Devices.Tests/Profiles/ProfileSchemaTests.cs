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

    public static TheoryData<string> Profiles => [.. Directory.GetFiles(Folder, "*.yaml").Select(file => Path.GetFileName(file)!).Order()];

    [Fact]
    public void Schema_HasWhatTheReaderAsksFor() => Assert.Null(Schema.Fault(
        [.. Directory.GetFiles(Folder, "*.yaml").Concat(Directory.GetFiles(Broken, "*.yaml")).Order(StringComparer.Ordinal).Select(Read)]));

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Schema_ShippedProfile_FollowsItAndNamesItFirst(string file)
    {
        var path = Path.Combine(Folder, file);
        Assert.Empty(SchemaJudgement.Faults(Schema, path));
        Assert.Equal($"# yaml-language-server: $schema={SchemaName}", File.ReadLines(path).First());
    }

    [Theory]
    [InlineData("unknown-key")]
    [InlineData("unknown-unit")]
    [InlineData("unknown-status")]
    [InlineData("address-out-of-range")]
    [InlineData("missing-keys")]
    [InlineData("wrong-type")]
    [InlineData("wrong-order")]
    public void Schema_BrokenProfile_DoesNotFollowIt(string name) =>
        Assert.NotEmpty(SchemaJudgement.Faults(Schema, Path.Combine(Broken, name + ".yaml")));

    private static YamlMap Read(string file)
    {
        var document = YamlDocument.Load(file);
        _ = ProfileReader.Read(document.Root);
        return document.Root;
    }
}
