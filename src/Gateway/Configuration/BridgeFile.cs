using Gateway.Bridge;
using Gateway.Influx;
using Gateway.Mqtt;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>What a bridge is told: where messages come from and which database they go to.</summary>
/// <param name="Source">The broker.</param>
/// <param name="Group">Bridges of the same group share the load; null for one that takes all.</param>
/// <param name="Influx">The database.</param>
/// <param name="Settings">How it works.</param>
/// <param name="Http">Where its status is served; null for nowhere.</param>
internal sealed record BridgeOptions(
    ForwardOptions Source, string? Group, InfluxOptions Influx, BridgeSettings Settings, HttpOptions? Http);

/// <summary>Reads <c>bridge.yaml</c>.</summary>
internal static class BridgeFile
{
    private const int HttpPort = 8081;
    private const string Listen = "127.0.0.1:8081";
    private static readonly TimeSpan LongestBatch = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestPatience = TimeSpan.FromDays(7);

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
        var settings = ReadSettings(root, group);
        var http = ReadHttp(root);
        root.RejectUnknownKeys();
        return new BridgeOptions(source, group, target, settings, http);
    }

    private static BridgeSettings ReadSettings(YamlMap root, string? group)
    {
        var settings = new BridgeSettings();
        if (root.MapOrNull("batch") is { } batch)
        {
            settings = settings with
            {
                MostLines = batch.Integer("lines", 1, BatchWriter.MostLinesPerWrite, settings.MostLines),
                MostTime = batch.Duration("time", TimeSpan.Zero, LongestBatch, settings.MostTime),
            };
            batch.RejectUnknownKeys();
        }

        var patience = root.Duration("holes_after", ShortestPatience, LongestPatience, DefaultPatience);
        if (group is not null && root.Has("holes_after"))
        {
            root.Fault("holes_after", "a bridge of a group sees a part of the numbers only: leave out 'holes_after' or 'group'");
        }

        return settings with { HolesAfter = group is null ? patience : null };
    }

    private static HttpOptions? ReadHttp(YamlMap root)
    {
        if (root.MapOrNull("http") is not { } http)
        {
            return null;
        }

        var endPoint = http.Listen("listen", HttpPort, Listen);
        http.RejectUnknownKeys();
        return endPoint is null ? null : new HttpOptions(endPoint, http.PlaceOf("listen"));
    }
}
