using Gateway.Simulators.Faults;
using Gateway.Simulators.Profiles;
using Gateway.Yaml;

namespace Gateway.Simulators;

/// <summary>A scenario that was read from a file.</summary>
/// <param name="Scenario">The scenario, or null when the file has a fault.</param>
/// <param name="Faults">All that is wrong in the file, with the place of each.</param>
public sealed record ScenarioFile(Scenario? Scenario, IReadOnlyList<YamlFault> Faults)
{
    private const int MaxPumps = 40;
    private const int MaxDevices = 1000;

    private static readonly Dictionary<string, DeviceWire> Wires = new(StringComparer.Ordinal)
    {
        ["serial"] = DeviceWire.Serial,
        ["tcp"] = DeviceWire.Tcp,
    };

    /// <summary>The folder of the example plants, beside the executable: a folder each, with <c>scenario.yaml</c> in it.</summary>
    public static string ExamplesFolder => Path.Combine(AppContext.BaseDirectory, "scenarios");

    /// <summary>The demonstration's scenario.</summary>
    public static string DemoPath => Path.Combine(ExamplesFolder, "demo", "scenario.yaml");

    /// <summary>
    /// Reads a scenario from disk; profiles are looked for in the folder <c>profiles</c> beside it, then among those that ship.
    /// </summary>
    public static ScenarioFile Load(string path) =>
        From(YamlDocument.Load(path), Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "profiles"));

    /// <summary>Reads a scenario from a text.</summary>
    /// <param name="fileName">Printed with each fault.</param>
    /// <param name="text">The file's content.</param>
    /// <param name="profileFolder">Where profiles are looked for before those that ship.</param>
    public static ScenarioFile Parse(string fileName, string text, string? profileFolder = null) =>
        From(YamlDocument.Parse(fileName, text), profileFolder ?? ProfileFile.ShippedFolder);

    internal static ScenarioFile From(YamlDocument document, string profileFolder)
    {
        var root = document.Root;
        var profiles = new ProfileShelf(profileFolder);
        var scenario = new Scenario
        {
            Name = root.Name("name"),
            Seed = (ulong)root.Integer("seed", 0, int.MaxValue),
            Speed = root.Number("speed", 1.0, AcceleratedTime.MaxFactor, 1.0),
            TcpPort = root.Integer("tcp_port", 0, ushort.MaxValue, fallback: 0),
            LineTcpPort = root.Has("line_tcp_port") ? root.Integer("line_tcp_port", 0, ushort.MaxValue) : null,
            Fan = root.MapOrNull("fan") is { } fan ? FanFields.Read(fan) : null,
            Pumps = [.. Some(root, "pumps", MaxPumps).Select(PumpFields.Read)],
            Boiler = root.MapOrNull("boiler") is { } boiler ? BoilerFields.Read(boiler) : null,
            Coating = root.MapOrNull("coating") is { } coating ? CoatingFields.Read(coating) : null,
            Served = [.. Some(root, "devices", MaxDevices).Select(device => Served(device, profiles)).OfType<ServedDevice>()],
        };
        scenario = scenario with { Faults = FaultFields.Read(root, scenario.Devices, profiles) };
        Check(root, scenario);
        root.RejectUnknownKeys();
        return new ScenarioFile(document.Faults.Count == 0 ? scenario : null, document.Faults);
    }

    private static IReadOnlyList<YamlMap> Some(YamlMap root, string key, int most)
    {
        var maps = root.Maps(key);
        if (maps.Count > most)
        {
            root.Fault(key, $"at most {most} {key}");
        }

        return maps;
    }

    private static ServedDevice? Served(YamlMap device, ProfileShelf profiles)
    {
        var profile = profiles.Find(device, "profile");
        var entry = new DeviceEntry(
            device.Name("name"),
            profile?.Name ?? string.Empty,
            device.Choice("wire", Wires, DeviceWire.Serial),
            (byte)device.Integer("unit", 1, MachineFields.MaxUnit, profile?.Unit ?? 1));
        return profile is null ? null : new ServedDevice(entry, profile);
    }

    private static void Check(YamlMap root, Scenario scenario)
    {
        if (scenario.Devices.Count == 0)
        {
            root.Fault("name", "a plant has something in it: give at least one of fan, pumps, boiler, coating, devices");
        }

        foreach (var twice in scenario.Devices.GroupBy(device => device.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            root.Fault("name", $"two devices are called '{twice.Key}': give their plants or themselves names of their own");
        }

        foreach (var twice in scenario.Devices.GroupBy(device => (device.Wire, device.Unit)).Where(group => group.Count() > 1))
        {
            var names = string.Join(" and ", twice.Select(device => device.Name));
            PlaceOf(root, scenario, twice.Last().Name).Fault(
                "unit", $"{names} both have unit {twice.Key.Unit}: two devices on one line need two units");
        }
    }

    // Where a device's unit stands: in its own entry, or in the part of the plant that it belongs to.
    private static YamlMap PlaceOf(YamlMap root, Scenario scenario, string device)
    {
        foreach (var map in root.Maps("devices").Where(map => map.TextOrNull("name") == device))
        {
            return map;
        }

        var part = device.EndsWith("-drive", StringComparison.Ordinal) ? "drive" : "meter";
        var pump = root.Maps("pumps").FirstOrDefault(map => device == $"{map.TextOrNull("name")}-{part}");
        return pump is not null ? pump.Map(part)
            : device == $"{scenario.Fan?.Name}-{part}" ? root.Map("fan").Map(part)
            : device == $"{scenario.Coating?.Outlet.Name}-monitor" ? root.Map("coating").Map("outlet")
            : root;
    }
}
