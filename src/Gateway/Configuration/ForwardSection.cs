using Gateway.Mqtt;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>Reads <c>forward:</c> of a gateway and <c>broker:</c> and its neighbours of a bridge.</summary>
internal static class ForwardSection
{
    private const int MqttPort = 1883;

    public static ForwardOptions? Read(YamlMap root, string folder, GatewayAddress address, IReadOnlyList<string> devices)
    {
        var map = root.MapOrNull("forward");
        if (map is null)
        {
            return null;
        }

        var options = ReadBroker(map, folder);
        options = options with
        {
            BacklogShare = map.Number("backlog_share_pct", 1, 90, 100 * options.BacklogShare) / 100,
            Sparkplug = SparkplugSection.Read(map, options.Broker, address, devices),
        };
        map.RejectUnknownKeys();
        return options;
    }

    /// <summary>The keys that name a broker and how to sign in.</summary>
    public static ForwardOptions ReadBroker(YamlMap map, string folder)
    {
        var endPoint = map.EndPoint("broker", MqttPort);
        if (endPoint.Port == 0)
        {
            map.Fault("broker", $"a broker has a port from 1 to 65535, usually {MqttPort}");
        }

        var broker = new BrokerOptions
        {
            Host = endPoint.Host,
            Port = endPoint.Port,
            User = map.TextOrNull("user"),
            Password = Secret.Read(map, "password", folder)?.Value,
            Tls = map.Flag("tls", false),
            TlsCaFile = map.FileOrNull("tls_ca_file", folder),
        };
        var prefix = map.Text("prefix", Topics.DefaultPrefix);
        if (prefix.Split('/').Any(level => GatewayAddress.Fault(level) is not null))
        {
            map.Fault("prefix", $"'{prefix}' is no topic prefix: no '+', '#', and no empty level");
        }

        return new ForwardOptions(broker, prefix, map.PlaceOf("broker")) { Text = SourceText.Of(map) };
    }
}
