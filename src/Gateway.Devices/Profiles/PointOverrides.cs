using Gateway.Yaml;

namespace Gateway.Devices;

/// <summary>Reads <c>points:</c> of a device's entry: what single points do differently, in the keys of the profile.</summary>
internal static class PointOverrides
{
    public static DeviceProfile Apply(YamlMap device, DeviceProfile profile)
    {
        if (device.MapOrNull("points") is not { } map)
        {
            return profile;
        }

        var changed = new Dictionary<string, PointProfile>(StringComparer.Ordinal);
        foreach (var (name, keys) in map.Entries())
        {
            if (profile.Points.FirstOrDefault(point => point.Name == name) is { } point)
            {
                changed[name] = Read(keys, point);
            }
            else
            {
                PointChoice.RequirePoint(map, name, name, profile);
                AcceptKeys(keys);
            }
        }

        return profile with { Points = [.. profile.Points.Select(point => changed.GetValueOrDefault(point.Name, point))] };
    }

    private static PointProfile Read(YamlMap map, PointProfile point)
    {
        var unit = map.Choice("unit", PointReader.Units, point.Unit);
        var changed = point with
        {
            Scale = map.Number("scale", -PointReader.LargestFactor, PointReader.LargestFactor, point.Scale),
            Offset = map.Number("offset", -PointReader.LargestFactor, PointReader.LargestFactor, point.Offset),
            Unit = unit,
            Quantity = point.Quantity == Quantities.Default(point.Unit, point.Type) ? Quantities.Default(unit, point.Type) : point.Quantity,
            Min = map.NumberOrNull("min") ?? point.Min,
            Max = map.NumberOrNull("max") ?? point.Max,
            Interval = map.DurationOrNull("interval", PointReader.ShortestInterval, PointReader.LongestInterval) ?? point.Interval,
        };
        RequireOneUnit(map, point, changed);
        foreach (var (key, message) in PointCheck.OfValue(changed))
        {
            if (map.IsSound(key) || !map.Has(key))
            {
                map.Fault(key, message);
            }
        }

        return changed;
    }

    // A limit in the old unit would be compared with a value in the new one.
    private static void RequireOneUnit(YamlMap map, PointProfile point, PointProfile changed)
    {
        if (changed.Unit == point.Unit)
        {
            return;
        }

        if (point.Screening.Rate is not null || point.Screening.Stuck is { Band: > 0 })
        {
            map.Fault("unit", $"the profile's screening of '{point.Name}' is in {Shown(point.Unit)}: copy the profile and change it there");
        }

        (string Key, bool IsSet)[] inUnit =
            [("offset", point.Offset != 0), ("min", point.Min is not null), ("max", point.Max is not null)];
        var missing = inUnit.Where(key => key.IsSet && !map.Has(key.Key)).Select(key => $"'{key.Key}'").ToList();
        if (missing.Count > 0)
        {
            map.Fault("unit", $"the profile's {string.Join(" and ", missing)} {(missing.Count > 1 ? "are" : "is")} in {Shown(point.Unit)}: "
                + $"give {(missing.Count > 1 ? "them" : "it")} in {changed.Unit} too");
        }
    }

    private static string Shown(string unit) => unit.Length > 0 ? unit : "no unit";

    // Of a point that does not exist one fault is enough.
    private static void AcceptKeys(YamlMap keys)
    {
        foreach (var key in keys.Keys)
        {
            keys.Has(key);
        }
    }
}
