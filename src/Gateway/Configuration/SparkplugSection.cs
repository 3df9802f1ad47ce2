using Gateway.Mqtt;
using Gateway.Mqtt.Sparkplug;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>Reads <c>sparkplug:</c> in <c>forward:</c>.</summary>
internal static class SparkplugSection
{
    private const int MqttPort = 1883;
    private const int MaxBrokers = 16;
    private const int MaxBufferValues = 10_000_000;

    /// <summary>What it says; null when it is not there.</summary>
    /// <param name="forward">The mapping around it.</param>
    /// <param name="broker">How to sign in; without a list of its own, its brokers are the ones.</param>
    /// <param name="address">Names group and node unless others are given.</param>
    /// <param name="devices">Their names, which become Sparkplug ids.</param>
    public static SparkplugForward? Read(
        YamlMap forward, BrokerOptions broker, GatewayAddress address, IReadOnlyList<string> devices)
    {
        var map = forward.MapOrNull("sparkplug");
        if (map is null)
        {
            return null;
        }

        var standard = new SparkplugOptions { Group = address.Site, Node = address.Gateway };
        var options = standard with
        {
            Group = Level(map, "group") ?? standard.Group,
            Node = Level(map, "node") ?? standard.Node,
            PrimaryHost = Level(map, "primary_host"),
            BufferValues = map.Integer("buffer_values", 0, MaxBufferValues, standard.BufferValues),
        };
        var brokers = Brokers(map, broker);
        map.RejectUnknownKeys();
        RejectLookAlikes(forward, devices);
        return new SparkplugForward(options, brokers);
    }

    private static string? Level(YamlMap map, string key)
    {
        var name = map.TextOrNull(key);
        if (name is not null && GatewayAddress.Fault(name) is { } fault)
        {
            map.Fault(key, fault);
        }

        return name;
    }

    private static List<BrokerOptions> Brokers(YamlMap map, BrokerOptions broker)
    {
        var texts = map.Texts("brokers");
        if (texts.Count > MaxBrokers)
        {
            map.Fault("brokers", $"at most {MaxBrokers} brokers");
        }

        var brokers = new List<BrokerOptions>();
        foreach (var text in texts)
        {
            if (!EndPointText.TryParse(text, MqttPort, out var endPoint) || endPoint.Port == 0)
            {
                map.Fault("brokers", $"'{text}' is no address: write host:port, e.g. 192.168.1.20:{MqttPort}");
            }
            else if (brokers.Exists(other => other.Host == endPoint.Host && other.Port == endPoint.Port))
            {
                map.Fault("brokers", $"'{text}' is there twice");
            }

            brokers.Add(broker with { Host = endPoint.Host, Port = endPoint.Port, Fallbacks = [] });
        }

        // The client id of the other publisher would throw that one out.
        return [.. (brokers.Count > 0 ? brokers : broker.InOrder).Select(one => one with { ClientId = null })];
    }

    // Sparkplug 3.0.0, section 5.2: hosts may take ids for the same that differ in the case of their letters only.
    private static void RejectLookAlikes(YamlMap forward, IReadOnlyList<string> devices)
    {
        var groups = devices.Distinct().GroupBy(name => name, StringComparer.OrdinalIgnoreCase);
        foreach (var alike in groups.Where(group => group.Count() > 1))
        {
            var names = string.Join(" and ", alike.Select(name => $"'{name}'"));
            forward.Fault("sparkplug", $"{names} may be one device to a Sparkplug host: rename one");
        }
    }
}
