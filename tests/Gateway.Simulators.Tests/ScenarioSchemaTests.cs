using Gateway.TestKit.Schemas;
using Gateway.Yaml;

namespace Gateway.Simulators.Tests;

/// <summary>The schema of scenarios: what editors know of them is what is read from them.</summary>
public sealed class ScenarioSchemaTests
{
    private static readonly SchemaFile Schema = new("simulators/Gateway.Simulators/scenarios/scenario.schema.json");
    private static readonly string Folder = Path.GetDirectoryName(Schema.FullPath)!;
    private static readonly string Complete = Path.Combine(
        SchemaFile.Root, "tests", "Gateway.Simulators.Tests", "complete", "scenario.yaml");

    private static readonly string[] Files =
        [.. Directory.GetFiles(Folder, "scenario.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Scenarios => [.. Files.Select(file => Path.GetRelativePath(Folder, file))];

    [Fact]
    public void Schema_HasWhatTheReaderAsksFor()
    {
        var fault = Schema.Fault([.. Files.Append(Complete).Select(Read)]);
        Assert.True(fault is null, fault);
    }

    [Fact]
    public void Complete_IsSound() => Assert.Empty(ScenarioFile.Load(Complete).Faults);

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Schema_ShippedScenario_FollowsItAndNamesItFirst(string file)
    {
        Assert.Empty(SchemaJudgement.Faults(Schema, Path.Combine(Folder, file)));
        Assert.Equal(
            "# yaml-language-server: $schema=../scenario.schema.json", File.ReadLines(Path.Combine(Folder, file)).First());
    }

    [Theory]
    [InlineData("speed: 0", "/speed")]
    [InlineData("fan: 3", "/fan")]
    [InlineData("devices: [{ name: m, profile: p, wire: tpc }]", "/devices/0/wire")]
    [InlineData("faults: [{ kind: bang, device: m }]", "/faults/0/kind")]
    [InlineData("faults: [{ kind: exception, device: m }]", "/faults/0")]
    [InlineData("faults: [{ kind: frozen, device: m, code: 6 }]", "/faults/0/code")]
    [InlineData("faults: [{ kind: slow, device: m, delay: 2 }]", "/faults/0/delay")]
    [InlineData("weather: fine", "/weather")]
    public void Schema_BrokenScenario_IsRefusedAtItsPlace(string wrong, string place)
    {
        using var folder = new TestKit.Servers.TempFolder();
        File.WriteAllText(folder.File("s.yaml"), $"name: x\nseed: 1\n{wrong}\n");
        Assert.Contains(place, SchemaJudgement.Places(Schema, folder.File("s.yaml")));
    }

    private static YamlMap Read(string file)
    {
        var document = YamlDocument.Load(file);
        _ = ScenarioFile.From(document, Path.Combine(Path.GetDirectoryName(file)!, "profiles"));
        return document.Root;
    }
}
