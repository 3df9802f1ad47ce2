using Gateway.Configuration;
using Gateway.TestKit.Schemas;
using Gateway.Yaml;

namespace Gateway.Tests.Configuration;

/// <summary>The schemas of <c>gateway.yaml</c> and <c>bridge.yaml</c>: what editors know of them is what is read from them.</summary>
public sealed class SchemaTests
{
    private static readonly SchemaFile Gateway = new("deploy/schemas/gateway.schema.json");
    private static readonly SchemaFile Bridge = new("deploy/schemas/bridge.schema.json");
    private static readonly string Here = Path.Combine(SchemaFile.Root, "tests", "Gateway.Tests", "Configuration");
    private static readonly string Scenarios = Path.Combine(SchemaFile.Root, "simulators", "Gateway.Simulators", "scenarios");

    public static TheoryData<string> Examples =>
        [.. Directory.GetFiles(Scenarios, "gateway.yaml", SearchOption.AllDirectories)
            .Append(Path.Combine(SchemaFile.Root, "deploy", "gateway.yaml"))
            .Select(file => Path.GetRelativePath(SchemaFile.Root, file)).Order(StringComparer.Ordinal)];

    // What a schema can see: the wrong key, type, range or word. What depends on other places, or on the machine, it cannot.
    public static TheoryData<string> Broken =>
    [
        "unknown-key", "wrong-type", "unit-range", "missing-key", "flag-as-yes", "number-as-text", "interval-without-unit",
        "links-as-map", "retrofit-kind",
    ];

    [Fact]
    public void Gateway_HasWhatTheReaderAsksFor() =>
        Assert.Null(Gateway.Fault([.. Samples("gateway", isBridge: false).Select(ReadGateway)]));

    [Fact]
    public void Bridge_HasWhatTheReaderAsksFor() =>
        Assert.Null(Bridge.Fault([.. Samples("bridge", isBridge: true).Select(ReadBridge)]));

    [Theory]
    [MemberData(nameof(Examples))]
    public void Gateway_Example_FollowsIt(string file) =>
        Assert.Empty(SchemaJudgement.Faults(Gateway, Path.Combine(SchemaFile.Root, file)));

    [Fact]
    public void Gateway_EveryMappingOnce_FollowsIt() =>
        Assert.Empty(SchemaJudgement.Faults(Gateway, Path.Combine(Here, "complete", "gateway.yaml")));

    [Fact]
    public void Bridge_Example_FollowsIt() =>
        Assert.Empty(SchemaJudgement.Faults(Bridge, Path.Combine(SchemaFile.Root, "deploy", "bridge.yaml")));

    [Theory]
    [MemberData(nameof(Broken))]
    public void Gateway_BrokenFile_DoesNotFollowIt(string name) =>
        Assert.NotEmpty(SchemaJudgement.Faults(Gateway, Path.Combine(Here, "broken", name + ".yaml")));

    // The broken files ask for keys too, in places that no sound file has.
    private static IEnumerable<string> Samples(string kind, bool isBridge) =>
        Directory.GetFiles(Path.Combine(Here, "complete"), $"{kind}*.yaml")
            .Concat(Directory.GetFiles(Path.Combine(SchemaFile.Root, "deploy"), $"{kind}.yaml"))
            .Concat(Directory.GetFiles(Path.Combine(Here, "broken"), "*.yaml")
                .Where(file => Path.GetFileName(file).StartsWith("bridge", StringComparison.Ordinal) == isBridge));

    private static YamlMap ReadGateway(string file)
    {
        var document = YamlDocument.Load(file);
        _ = GatewayFile.Read(document, Path.GetDirectoryName(file)!);
        return document.Root;
    }

    private static YamlMap ReadBridge(string file)
    {
        var document = YamlDocument.Load(file);
        _ = BridgeFile.Read(document, Path.GetDirectoryName(file)!);
        return document.Root;
    }
}
