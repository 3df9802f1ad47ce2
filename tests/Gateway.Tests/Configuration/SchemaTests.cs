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

    // What a schema can see: the wrong key, type, range, word or look, and keys that exclude or need each other. What depends on other
    // places, or on the machine, it cannot.
    public static TheoryData<string, string> Broken => new()
    {
        { "bad-name", "/site" },
        { "broker-scheme", "/forward/broker" },
        { "device-overrides", "/links/0/devices/0/max_register" },
        { "flag-as-yes", "/http/enabled" },
        { "http-address", "/http/listen" },
        { "hydrocarbons", "/stacks/0/so2/expressed_as" },
        { "interval-without-unit", "/links/0/devices/0/interval" },
        { "storage", "/storage/journal_max_mib" },
        { "link-options", "/links/0/rs485/delay" },
        { "links-as-map", "/links" },
        { "missing-key", "" },
        { "modbus-server", "/modbus_server/unit" },
        { "no-devices", "/links/0" },
        { "no-links", "" },
        { "no-transport", "/links/0" },
        { "number-as-text", "/links/0/baud" },
        { "port-range", "/links/0/tcp" },
        { "prefix-wildcard", "/forward/prefix" },
        { "pump", "/retrofits/0/baseline/best_efficiency" },
        { "retrofit-kind", "/retrofits/0/baseline/kind" },
        { "retrofit-numbers", "/retrofits/0/baseline/rated_speed_rpm" },
        { "rs485-on-tcp", "/links/0" },
        { "scheduling", "/links/0/dead_share_pct" },
        { "screening", "/links/0/devices/0/screening/stuck" },
        { "secret-in-file", "/forward/password" },
        { "secret-twice", "/forward/password_env" },
        { "serial-format", "/links/0/baud" },
        { "stack", "/stacks/0/duct_area_m2" },
        { "tls-files", "/links/0/tls" },
        { "two-transports", "/links/0" },
        { "unit-range", "/links/0/devices/0/unit" },
        { "unknown-key", "/links/0/baudrate" },
        { "wrong-type", "/links/0/devices/1/unit" },
    };

    public static TheoryData<string, string> BrokenBridges => new()
    {
        { "bridge-both-versions", "/influx" },
        { "bridge-empty", "/mqtt" },
        { "bridge-group", "/mqtt/group" },
        { "bridge-influx", "/influx/url" },
        { "bridge-url", "/influx/url" },
    };

    [Fact]
    public void Gateway_HasWhatTheReaderAsksFor()
    {
        var fault = Gateway.Fault([.. Samples("gateway", isBridge: false).Select(ReadGateway)]);
        Assert.True(fault is null, fault);
    }

    [Fact]
    public void Bridge_HasWhatTheReaderAsksFor()
    {
        var fault = Bridge.Fault([.. Samples("bridge", isBridge: true).Select(ReadBridge)]);
        Assert.True(fault is null, fault);
    }

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
    public void Gateway_BrokenFile_IsRefusedAtItsPlace(string name, string place) =>
        Assert.Contains(place, SchemaJudgement.Places(Gateway, Path.Combine(Here, "broken", name + ".yaml")));

    [Theory]
    [MemberData(nameof(BrokenBridges))]
    public void Bridge_BrokenFile_IsRefusedAtItsPlace(string name, string place) =>
        Assert.Contains(place, SchemaJudgement.Places(Bridge, Path.Combine(Here, "broken", name + ".yaml")));

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
