using Gateway.Mqtt;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>Reads <c>forward:</c> of a gateway and <c>broker:</c> and its neighbours of a bridge.</summary>
internal static class ForwardSection
{
    private static readonly Dictionary<string, PayloadForm> Forms = new()
    {
        ["line_protocol"] = PayloadForm.LineProtocol,
        ["json"] = PayloadForm.Json,
    };

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
            Broker = options.Broker with { Payload = map.Choice("payload", Forms, PayloadForm.LineProtocol) },
            BacklogShare = map.Number("backlog_share_pct", 1, 90, 100 * options.BacklogShare) / 100,
            Sparkplug = SparkplugSection.Read(map, options.Broker, address, devices),
        };
        map.RejectUnknownKeys();
        return options;
    }

    /// <summary>The keys that name brokers and topics and how to sign in.</summary>
    public static ForwardOptions ReadBroker(YamlMap map, string folder)
    {
        var broker = BrokerSection.Read(map, folder);
        var prefix = map.Text("prefix", Topics.DefaultPrefix);
        if (prefix.Split('/').Any(level => GatewayAddress.Fault(level) is not null))
        {
            map.Fault("prefix", $"'{prefix}' is no topic prefix: no '+', '#', and no empty level");
        }

        var place = map.PlaceOf(map.Has("brokers") ? "brokers" : "broker");
        return new ForwardOptions(broker, prefix, place) { Text = SourceText.Of(map) };
    }
}
