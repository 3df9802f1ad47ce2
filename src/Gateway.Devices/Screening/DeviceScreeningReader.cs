using Gateway.Yaml;

namespace Gateway.Devices;

/// <summary>
/// Reads how an installation screens one device: which rules are off, for all points or for one, and what its points are judged by.
/// <c>screening: { rate: off, points: { so2: { max_rate: 50, range: off } } }</c>.
/// </summary>
public static class DeviceScreeningReader
{
    private static readonly Dictionary<string, bool?> OnOff = new() { ["on"] = true, ["off"] = false };

    /// <summary>The profile, screened as the mapping says.</summary>
    /// <param name="map">The device's <c>screening:</c>; what is wrong with it becomes faults of its document.</param>
    /// <param name="profile">The device's type; one without points takes any point's name.</param>
    public static DeviceProfile Read(YamlMap map, DeviceProfile profile)
    {
        var (on, off) = ReadSwitches(map);
        var points = map.MapOrNull("points");
        var entries = points?.Entries().ToDictionary(entry => entry.Key, entry => entry.Value) ?? [];
        string[] names = [.. profile.Points.Select(point => point.Name)];
        foreach (var (key, entry) in entries.Where(entry => !names.Contains(entry.Key)))
        {
            if (names.Length > 0)
            {
                points!.Fault(key, $"'{key}' is no point of {profile.Name}{Spelling.DidYouMean(key, names)}");
            }

            entry.AllowAnyKey();
        }

        return names.Length == 0
            ? profile
            : profile with { Points = [.. profile.Points.Select(point => point with { Screening = ScreeningOf(point) })] };

        PointScreening ScreeningOf(PointProfile point)
        {
            var screening = Switched(point.Screening, on, off);
            if (!entries.TryGetValue(point.Name, out var entry))
            {
                return screening;
            }

            var (pointOn, pointOff) = ReadSwitches(entry);
            return PointScreeningReader.Read(entry, point with { Screening = Switched(screening, pointOn, pointOff) }, names);
        }
    }

    private static PointScreening Switched(PointScreening screening, ScreeningRules on, ScreeningRules off) =>
        screening with { Off = (screening.Off | off) & ~on };

    private static (ScreeningRules On, ScreeningRules Off) ReadSwitches(YamlMap map)
    {
        var (on, off) = (ScreeningRules.None, ScreeningRules.None);
        foreach (var (name, rule) in ScreeningRuleNames.ByName)
        {
            var isOn = map.Choice(name, OnOff, null);
            on |= isOn == true ? rule : ScreeningRules.None;
            off |= isOn == false ? rule : ScreeningRules.None;
        }

        return (on, off);
    }
}
