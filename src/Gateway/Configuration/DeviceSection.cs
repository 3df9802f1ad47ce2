using Gateway.Devices;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>Reads one entry of a link's <c>devices:</c>.</summary>
internal static class DeviceSection
{
    /// <summary>Stands in where no profile has the name; it has no points, and nothing more is said about them.</summary>
    public static readonly DeviceProfile UnknownProfile = new()
    {
        Name = "unknown",
        Manufacturer = string.Empty,
        Models = [],
        Measurement = "unknown",
        Source = string.Empty,
        Limits = new ReadLimits(),
        Points = [],
    };

    private const int MaxUnit = 255;
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(1);

    public static DeviceOptions Read(YamlMap map, ProfileLibrary profiles)
    {
        var name = map.Name("name");
        if (name.Contains('.', StringComparison.Ordinal))
        {
            map.Fault("name", $"'{name}' has a dot, which parts device and field in 'device.field': use '-' or '_'");
        }

        var options = new DeviceOptions(
            name,
            ProfileOverrides.Apply(map, ReadProfile(map, profiles)),
            (byte)map.Integer("unit", 0, MaxUnit, 1),
            map.Duration("interval", ShortestInterval, LongestInterval, DefaultInterval),
            map.PlaceOf("name"))
        {
            Pause = map.DurationOrNull("pause", TimeSpan.Zero, LongestPause),
        };
        options = WithScreening(options, map);
        map.RejectUnknownKeys();
        return options;
    }

    private static DeviceOptions WithScreening(DeviceOptions options, YamlMap map)
    {
        var profile = map.MapOrNull("screening") is { } screening
            ? DeviceScreeningReader.Read(screening, options.Profile)
            : options.Profile;
        foreach (var (point, fault) in FreshnessCheck.Faults(profile, options.Interval))
        {
            var (place, key) = map.MapOrNull("screening")?.MapOrNull("points")?.MapOrNull(point.Name) is { } own
                ? (own, "fresh_within")
                : (map, "interval");
            place.Fault(key, fault);
        }

        return options with { Profile = profile };
    }

    private static DeviceProfile ReadProfile(YamlMap map, ProfileLibrary profiles)
    {
        if (map.TextOrNull("profile") is { } name && profiles.Templates.ContainsKey(name))
        {
            map.Fault("profile", $"'{name}' is a template that claims no addresses: copy it with "
                + $"'gateway profiles new NAME --from {name}', fill in the addresses, remove its status, "
                + "and name the copy's folder under 'profiles'");
            return UnknownProfile;
        }

        if (map.TextOrNull("profile") is { } broken && profiles.IsFaulty(broken))
        {
            return UnknownProfile;
        }

        var found = map.Choice("profile", profiles.Profiles);
        return found.Name == map.TextOrNull("profile") ? found : UnknownProfile;
    }
}
