using Gateway.Yaml;

namespace Gateway.Simulators.Profiles;

/// <summary>The profiles that a scenario names, each read once.</summary>
/// <param name="ownFolder">Where profiles are looked for before those that ship.</param>
internal sealed class ProfileShelf(string ownFolder)
{
    private readonly Dictionary<string, ProfileFile> files = new(StringComparer.Ordinal);

    /// <summary>The profile that a key names; null, and a fault at the key, when there is none.</summary>
    public SimulatedProfile? Find(YamlMap map, string key)
    {
        var name = map.Text(key);
        if (name.Length == 0)
        {
            return null;
        }

        var profile = Find(name);
        if (profile is null)
        {
            map.Fault(key, string.Join("; ", files[name].Faults.Select(fault => fault.Line > 1 ? fault.ToString() : fault.Message)));
        }

        return profile;
    }

    /// <summary>The profile of that name, or null.</summary>
    public SimulatedProfile? Find(string name) => (files.TryGetValue(name, out var file) ? file : files[name] = Read(name)).Profile;

    private ProfileFile Read(string name) => ProfileFile.Find(name, ownFolder, ProfileFile.ShippedFolder);
}
