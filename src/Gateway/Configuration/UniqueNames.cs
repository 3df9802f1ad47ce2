using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>Refuses a name that is given twice.</summary>
internal static class UniqueNames
{
    /// <param name="maps">Where the names stand, under the key <c>name</c>.</param>
    /// <param name="names">The names, in the same order; empty for one that is missing anyway.</param>
    /// <param name="what">What is named, e.g. "a device".</param>
    public static void Require(IReadOnlyList<YamlMap> maps, IReadOnlyList<string> names, string what)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < maps.Count; i++)
        {
            if (names[i].Length > 0 && !seen.Add(names[i]))
            {
                maps[i].Fault("name", $"there is {what} called '{names[i]}' already: give each its own name");
            }
        }
    }
}
