using Gateway.Devices;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>Reads one entry of a link's <c>devices:</c>.</summary>
internal static class DeviceSection
{
    private const int MaxUnit = 255;
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(10);
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
            map.Choice("profile", profiles.Profiles),
            (byte)map.Integer("unit", 0, MaxUnit, 1),
            map.Duration("interval", ShortestInterval, LongestInterval, DefaultInterval));
        map.RejectUnknownKeys();
        return options;
    }
}
