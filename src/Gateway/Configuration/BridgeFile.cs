using Gateway.Influx;
using Gateway.Mqtt;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>What a bridge is told: where messages come from and which database they go to.</summary>
/// <param name="Source">The broker.</param>
/// <param name="Group">Bridges of the same group share the load; null for one that takes all.</param>
/// <param name="Influx">The database.</param>
internal sealed record BridgeOptions(ForwardOptions Source, string? Group, InfluxOptions Influx);

/// <summary>Reads <c>bridge.yaml</c>.</summary>
internal static class BridgeFile
{
    public static Checked<BridgeOptions> Read(string path)
    {
        var document = YamlDocument.Load(path).OverriddenBy(GatewayFile.VariablePrefix, ProcessEnvironment.Variables);
        return Read(document, Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Reads a document; paths in it are relative to <paramref name="folder"/>.</summary>
    public static Checked<BridgeOptions> Read(YamlDocument document, string folder)
    {
        var options = Read(document.Root, folder);
        return new Checked<BridgeOptions>(options, document.Faults);
    }

    /// <summary>True for a document that a bridge, not a gateway, is described by.</summary>
    public static bool Describes(YamlMap root) => root.Keys.Contains("influx") && !root.Keys.Contains("links");

    private static BridgeOptions Read(YamlMap root, string folder)
    {
        var mqtt = root.Map("mqtt");
        var source = ForwardSection.ReadBroker(mqtt, folder);
        var group = mqtt.Has("group") ? mqtt.Name("group") : null;
        if (group is not null && source.Broker.Version == MqttVersion.V311)
        {
            mqtt.Fault(
                "group", "MQTT 3.1.1 knows no shared subscriptions, without which each bridge of a group would write all: leave it out");
        }

        mqtt.RejectUnknownKeys();
        var influx = root.Map("influx");
        var target = InfluxSection.Read(influx, folder);
        influx.RejectUnknownKeys();
        root.RejectUnknownKeys();
        return new BridgeOptions(source, group, target);
    }
}
