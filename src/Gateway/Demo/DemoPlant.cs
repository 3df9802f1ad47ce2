using System.Runtime.Versioning;
using Gateway.Configuration;
using Gateway.Simulators;
using Gateway.Yaml;

namespace Gateway.Demo;

/// <summary>
/// The demo's simulated plants, and the installations that measure them: example files that run as they stand, but for what depends on
/// where and how fast the simulated plant runs.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class DemoPlant
{
    /// <summary>
    /// Polls per second of real time, at most: a plant that runs 60 times faster is not polled 60 times as often, and a machine that
    /// stalls for half a second leaves no gap in the plant's time.
    /// </summary>
    private const int MostPollsPerSecond = 4;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static Scenario Scenario(string plant, int? seed)
    {
        var file = ScenarioFile.Load(Path.Combine(Folder(plant), "scenario.yaml"));
        var scenario = file.Scenario ?? throw new NamedFailure(string.Join('\n', file.Faults));
        return seed is { } other ? scenario with { Seed = (ulong)other } : scenario;
    }

    public static GatewayOptions Installation(SimulatedPlant plant, int brokerPort, DemoOptions options, string dataFolder)
    {
        var interval = TimeSpan.FromSeconds(Math.Max(Interval.TotalSeconds, (double)options.Speed / MostPollsPerSecond));
        var path = Path.Combine(Folder(options.Plant), "gateway.yaml");
        var text = Replace(
            File.ReadAllText(path),
            ("data: data", $"data: {Path.GetFullPath(dataFolder)}"),
            ("serial: /dev/ttyUSB0", $"serial: {plant.SerialPath}"),
            ("tcp: 127.0.0.1:5021", $"tcp: {plant.TcpEndPoint}"),
            ("broker: 127.0.0.1:1883", $"broker: 127.0.0.1:{brokerPort}"),
            ("listen: 127.0.0.1:8080", $"listen: 127.0.0.1:{options.HttpPort}"),
            ("interval: 1s", $"interval: {interval.TotalMilliseconds:F0}ms"));
        var file = GatewayFile.Read(YamlDocument.Parse(path, text), Folder(options.Plant));
        return file.IsSound ? file.Value : throw new NamedFailure(string.Join('\n', file.Faults));
    }

    private static string Folder(string plant) => Path.Combine(ScenarioFile.ExamplesFolder, plant);

    private static string Replace(string text, params ReadOnlySpan<(string Example, string Value)> values)
    {
        foreach (var (example, value) in values)
        {
            text = text.Replace(example, value, StringComparison.Ordinal);
        }

        return text;
    }
}
