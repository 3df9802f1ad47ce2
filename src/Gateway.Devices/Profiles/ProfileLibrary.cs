using Gateway.Yaml;

namespace Gateway.Devices;

/// <summary>The device types that are known here: those that ship, and the user's own.</summary>
public sealed class ProfileLibrary
{
    /// <summary>Most profiles in one folder.</summary>
    public const int MaxFiles = 1000;

    private readonly SortedDictionary<string, DeviceProfile> byName = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, DeviceProfile> templates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> fileOf = new(StringComparer.Ordinal);
    private readonly HashSet<string> faulty = new(StringComparer.Ordinal);
    private readonly List<YamlFault> faults = [];

    private ProfileLibrary()
    {
    }

    /// <summary>The folder of the profiles that ship, beside the program.</summary>
    public static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, "profiles");

    /// <summary>The profiles without fault that a device can use, by name and in its order.</summary>
    public IReadOnlyDictionary<string, DeviceProfile> Profiles => byName;

    /// <summary>The starting points for profiles of one's own, by name; no device can use them as they are.</summary>
    public IReadOnlyDictionary<string, DeviceProfile> Templates => templates;

    /// <summary>What is wrong with the others.</summary>
    public IReadOnlyList<YamlFault> Faults => faults;

    /// <summary>
    /// Reads all <c>*.yaml</c> files of the folders. Of two with one name that of the later folder stands, for a later release may ship
    /// what a user has written already, and must not stop his plant; <see cref="DeviceProfile.IsReplacement"/> tells.
    /// </summary>
    public static ProfileLibrary Load(params IEnumerable<string> folders)
    {
        var library = new ProfileLibrary();
        foreach (var folder in folders)
        {
            library.AddFolder(folder);
        }

        return library;
    }

    /// <summary>Reads one file.</summary>
    /// <returns>The profile, null when it has a fault; and its faults.</returns>
    public static (DeviceProfile? Profile, IReadOnlyList<YamlFault> Faults) ReadFile(string file)
    {
        var document = YamlDocument.Load(file);
        var profile = ProfileReader.Read(document.Root);
        if (document.Faults.Count == 0 && profile.Name != Path.GetFileNameWithoutExtension(file))
        {
            document.Root.Fault("name", $"the profile in this file must be named as the file: '{Path.GetFileNameWithoutExtension(file)}'");
        }

        return (document.Faults.Count == 0 ? profile : null, document.Faults);
    }

    /// <summary>True when a file has that name but no sound profile in it; <see cref="Faults"/> say why.</summary>
    public bool IsFaulty(string name) => faulty.Contains(name);

    /// <summary>The file of one of the profiles or templates.</summary>
    public string FileOf(string name) => fileOf[name];

    private void AddFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            faults.Add(new YamlFault(folder, 1, 1, "there is no such folder of profiles"));
            return;
        }

        var files = Directory.GetFiles(folder, "*.yaml");
        if (files.Length > MaxFiles)
        {
            faults.Add(new YamlFault(folder, 1, 1, $"{files.Length} profiles are too many: at most {MaxFiles} in one folder"));
            return;
        }

        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            Add(file);
        }
    }

    private void Add(string file)
    {
        var (profile, found) = ReadFile(file);
        if (profile is null)
        {
            faulty.Add(Path.GetFileNameWithoutExtension(file));
            faults.AddRange(found);
            return;
        }

        var isReplacement = byName.Remove(profile.Name) | templates.Remove(profile.Name);
        (profile.Status == ProfileStatus.Template ? templates : byName)
            .Add(profile.Name, profile with { IsReplacement = isReplacement });
        fileOf[profile.Name] = file;
    }
}
