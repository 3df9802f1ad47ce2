using System.Runtime.Versioning;
using Gateway.Configuration;
using Gateway.Simulators;
using Gateway.Yaml;

namespace Gateway.Demo;

/// <summary>The demo's simulated plant, and the installation that measures it.</summary>
[SupportedOSPlatform("linux")]
internal static class DemoPlant
{
    /// <summary>
    /// Polls per second of real time, at most: a plant that runs 60 times faster is not polled 60 times as often, and a machine that
    /// stalls for half a second leaves no gap in the plant's time.
    /// </summary>
    private const int MostPollsPerSecond = 4;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static Scenario Scenario(int? seed)
    {
        var file = ScenarioFile.Load(ScenarioFile.DemoPath);
        var scenario = file.Scenario ?? throw new NamedFailure(string.Join('\n', file.Faults));
        return seed is { } other ? scenario with { Seed = (ulong)other } : scenario;
    }

    public static GatewayOptions Installation(SimulatedPlant plant, int brokerPort, DemoOptions options, string dataFolder)
    {
        var interval = TimeSpan.FromSeconds(Math.Max(Interval.TotalSeconds, (double)options.Speed / MostPollsPerSecond));
        var template = Path.Combine(AppContext.BaseDirectory, "Demo", "gateway.yaml");
        var text = Fill(
            File.ReadAllText(template),
            ("DATA", dataFolder),
            ("SERIAL", plant.SerialPath),
            ("TCP", plant.TcpEndPoint.ToString()),
            ("BROKER", $"127.0.0.1:{brokerPort}"),
            ("HTTP", $"127.0.0.1:{options.HttpPort}"),
            ("INTERVAL", $"{interval.TotalMilliseconds:F0}ms"));
        var file = GatewayFile.Read(YamlDocument.Parse(template, text), dataFolder);
        return file.IsSound ? file.Value : throw new NamedFailure(string.Join('\n', file.Faults));
    }

    private static string Fill(string template, params ReadOnlySpan<(string Name, string Value)> values)
    {
        foreach (var (name, value) in values)
        {
            template = template.Replace($"${{{name}}}", value, StringComparison.Ordinal);
        }

        return template;
    }
}
