using System.Runtime.Versioning;
using Gateway.Configuration;
using Gateway.Simulators;
using Gateway.Status;
using Gateway.Yaml;

namespace Gateway.Demo;

/// <summary>The demo's simulated plant, the installation that measures it, and what it truly did.</summary>
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

    /// <summary>What the plant did over exactly the times that the gateway's totals cover.</summary>
    public static DemoTruth Truth(SimulatedPlant plant, GatewayStatus status) => new(
        status.Retrofits.ToDictionary(
            retrofit => retrofit.Retrofit, retrofit => Between(plant.Truth.SavedKwh, retrofit.From, retrofit.To)),
        status.Retrofits.ToDictionary(
            retrofit => retrofit.Retrofit, retrofit => Between(plant.Truth.LineEnergyKwh, retrofit.From, retrofit.To)),
        status.Stacks.SelectMany(stack => stack.Pollutants.Select(pollutant => (stack.Stack, pollutant)))
            .ToDictionary(
                pair => (pair.Stack, pair.pollutant.Pollutant),
                pair => Between(
                    (from, to) => plant.Truth.LoadKg(Kind(pair.pollutant.Pollutant), from, to), pair.pollutant.From, pair.pollutant.To)));

    private static string Fill(string template, params ReadOnlySpan<(string Name, string Value)> values)
    {
        foreach (var (name, value) in values)
        {
            template = template.Replace($"${{{name}}}", value, StringComparison.Ordinal);
        }

        return template;
    }

    private static double Between(Func<DateTimeOffset, DateTimeOffset, double> integral, DateTimeOffset? from, DateTimeOffset? to) =>
        from is { } first && to is { } last ? integral(first, last) : 0;

    private static Pollutant Kind(string name) => name switch
    {
        "so2" => Pollutant.So2,
        "nox" => Pollutant.Nox,
        "dust" => Pollutant.Dust,
        _ => throw new InvalidOperationException($"The plant knows no '{name}'."),
    };
}
