using Gateway.Yaml;

namespace Gateway.Simulators;

/// <summary>A scenario that was read from a file.</summary>
/// <param name="Scenario">The scenario, or null when the file has a fault.</param>
/// <param name="Faults">All that is wrong in the file, with the place of each.</param>
public sealed record ScenarioFile(Scenario? Scenario, IReadOnlyList<YamlFault> Faults)
{
    /// <summary>The demonstration's scenario, beside the executable.</summary>
    public static string DemoPath => Path.Combine(AppContext.BaseDirectory, "scenarios", "demo.yaml");

    /// <summary>Reads a scenario from disk.</summary>
    public static ScenarioFile Load(string path) => From(YamlDocument.Load(path));

    /// <summary>Reads a scenario from a text.</summary>
    /// <param name="fileName">Printed with each fault.</param>
    /// <param name="text">The file's content.</param>
    public static ScenarioFile Parse(string fileName, string text) => From(YamlDocument.Parse(fileName, text));

    private static ScenarioFile From(YamlDocument document)
    {
        var root = document.Root;
        var scenario = new Scenario
        {
            Name = root.Name("name"),
            Seed = (ulong)root.Integer("seed", 0, int.MaxValue),
            TcpPort = root.Integer("tcp_port", 0, ushort.MaxValue, fallback: 0),
            LineTcpPort = root.Has("line_tcp_port") ? root.Integer("line_tcp_port", 0, ushort.MaxValue) : null,
            Fan = FanFields.Read(root.Map("fan")),
            Boiler = BoilerFields.Read(root.Map("boiler")),
        };
        root.RejectUnknownKeys();
        return new ScenarioFile(document.Faults.Count == 0 ? scenario : null, document.Faults);
    }
}
