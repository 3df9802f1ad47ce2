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
        var points = new PointFields(root);
        var profile = new SimulatedProfile
        {
            Name = root.Name("name"),
            Title = $"{root.Text("manufacturer")} {(models.Count > 0 ? models[0] : string.Empty)}".TrimEnd(),
            Unit = (byte)(root.MapOrNull("serial")?.Integer("unit", 1, MachineFields.MaxUnit, 1) ?? 1),
            MaxRegisters = root.Integer("max_registers", 1, ReadRequest.MaxRegisters, ReadRequest.MaxRegisters),
            MaxBits = root.Integer("max_bits", 1, ReadRequest.MaxBits, ReadRequest.MaxBits),
            Gap = root.Integer("gap", 0, ReadRequest.MaxRegisters, 0),
            Alignment = root.Integer("alignment", 1, 4, 1),
            Holes = [.. root.Texts("holes").Select(PointFields.Range)],
            Splits = [.. root.Numbers("splits").Select(split => (int)split)],
            Points = points.Points(),
            Texts = points.Texts(),
        };
        return new ProfileFile(document.Faults.Count == 0 ? profile : null, document.Faults);
    }
}
