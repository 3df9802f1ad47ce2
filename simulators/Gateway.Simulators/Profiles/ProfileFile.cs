using System.Globalization;
using Gateway.Modbus;
using Gateway.Yaml;

namespace Gateway.Simulators.Profiles;

/// <summary>
/// Reads a device profile on its own account: what the product's reader makes of the same file is what the simulator is to judge. Only
/// what a simulator needs is read; that a profile is sound in all else is the product's to say.
/// </summary>
/// <param name="Profile">The profile, or null when the file has a fault.</param>
/// <param name="Faults">What is wrong in the file, with the place of each.</param>
internal sealed record ProfileFile(SimulatedProfile? Profile, IReadOnlyList<YamlFault> Faults)
{
    private static readonly Dictionary<string, ModbusTable> Tables = new(StringComparer.Ordinal)
    {
        ["holding"] = ModbusTable.HoldingRegister,
        ["input"] = ModbusTable.InputRegister,
        ["coil"] = ModbusTable.Coil,
        ["discrete"] = ModbusTable.DiscreteInput,
    };

    private static readonly Dictionary<string, string> Orders =
        new[] { "ABCD", "CDAB", "BADC", "DCBA" }.ToDictionary(order => order, StringComparer.Ordinal);

    private static readonly Dictionary<string, InterruptionKind> Kinds = new(StringComparer.Ordinal)
    {
        ["calibration"] = InterruptionKind.Calibration,
        ["maintenance"] = InterruptionKind.Maintenance,
        ["fault"] = InterruptionKind.Fault,
    };

    /// <summary>The folder of the profiles that ship, beside the executable.</summary>
    public static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, "profiles");

    /// <summary>Reads a profile.</summary>
    /// <param name="nameOrFile">A profile's name, or the path of its file.</param>
    /// <param name="folders">Where names are looked for, the first one first.</param>
    public static ProfileFile Find(string nameOrFile, params IReadOnlyList<string> folders)
    {
        var isFile = nameOrFile.EndsWith(".yaml", StringComparison.Ordinal) || nameOrFile.Contains('/', StringComparison.Ordinal);
        var path = isFile
            ? nameOrFile
            : folders.Select(folder => Path.Combine(folder, nameOrFile + ".yaml")).FirstOrDefault(File.Exists);
        return path is not null ? From(YamlDocument.Load(path)) : new ProfileFile(null, [NotFound(nameOrFile, folders)]);
    }

    private static YamlFault NotFound(string name, IReadOnlyList<string> folders)
    {
        var known = folders.Where(Directory.Exists).SelectMany(folder => Directory.GetFiles(folder, "*.yaml"))
            .Select(file => Path.GetFileNameWithoutExtension(file)!);
        return new YamlFault(folders[0], 1, 1, $"no profile is called '{name}'{Spelling.DidYouMean(name, known)}");
    }

    private static ProfileFile From(YamlDocument document)
    {
        var root = document.Root;
        var models = root.Texts("models");
        var profile = new SimulatedProfile
        {
            Name = root.Name("name"),
            Title = $"{root.Text("manufacturer")} {(models.Count > 0 ? models[0] : string.Empty)}".TrimEnd(),
            Unit = (byte)(root.MapOrNull("serial")?.Integer("unit", 1, MachineFields.MaxUnit, 1) ?? 1),
            MaxRegisters = root.Integer("max_registers", 1, ReadRequest.MaxRegisters, ReadRequest.MaxRegisters),
            MaxBits = root.Integer("max_bits", 1, ReadRequest.MaxBits, ReadRequest.MaxBits),
            Gap = root.Integer("gap", 0, ReadRequest.MaxRegisters, 0),
            Alignment = root.Integer("alignment", 1, 4, 1),
            Holes = [.. root.Texts("holes").Select(Hole)],
            Splits = [.. root.Numbers("splits").Select(split => (int)split)],
            Points = Points(root),
        };
        return new ProfileFile(document.Faults.Count == 0 ? profile : null, document.Faults);
    }

    private static (int First, int Last) Hole(string text)
    {
        var ends = text.Split('-');
        return int.TryParse(ends[0], CultureInfo.InvariantCulture, out var first)
            && int.TryParse(ends[^1], CultureInfo.InvariantCulture, out var last)
            ? (first, last)
            : (-1, -1);
    }

    private static SimulatedPoint[] Points(YamlMap root)
    {
        var table = root.Choice("table", Tables, ModbusTable.HoldingRegister);
        var order = root.Choice("byte_order", Orders, "ABCD");
        return [.. root.Map("points").Entries().Select(entry => Point(entry.Key, entry.Value, table, order))];
    }

    private static SimulatedPoint Point(string name, YamlMap map, ModbusTable table, string order)
    {
        var bits = map.MapOrNull("bits")?.Entries().Select(BitOf)
            .Where(bit => bit is { Bit: >= 0, Quality: not null }).ToList() ?? [];
        return new SimulatedPoint
        {
            Name = name,
            Table = map.Choice("table", Tables, table),
            Address = map.Integer("address", 0, ushort.MaxValue),
            Type = map.Choice("type", RegisterType.ByName),
            Order = map.Choice("byte_order", Orders, order),
            Scale = map.Number("scale", -1e12, 1e12, 1),
            Offset = map.Number("offset", -1e12, 1e12, 0),
            Unit = map.TextOrNull("unit") ?? string.Empty,
            Min = map.NumberOrNull("min"),
            Max = map.NumberOrNull("max"),
            NotAvailable = [.. map.Texts("not_available").Select(Pattern)],
            InterruptionBits = bits.Where(bit => Kinds.ContainsKey(bit.Quality!))
                .DistinctBy(bit => bit.Quality).ToDictionary(bit => Kinds[bit.Quality!], bit => bit.Bit),
            QualityBits = bits.Aggregate(0UL, (all, bit) => all | (1UL << bit.Bit)),
            SpeakWhenClear = bits.Where(bit => bit.WhenClear).Aggregate(0UL, (all, bit) => all | (1UL << bit.Bit)),
        };
    }

    private static (int Bit, string? Quality, bool WhenClear) BitOf((string Key, YamlMap Value) entry) => (
        int.TryParse(entry.Key, CultureInfo.InvariantCulture, out var bit) && bit < 64 ? bit : -1,
        entry.Value.TextOrNull("quality"),
        entry.Value.TextOrNull("when") == "clear");

    private static ulong Pattern(string text) =>
        ulong.TryParse(text.AsSpan(Math.Min(2, text.Length)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
            ? bits
            : 0;
}
