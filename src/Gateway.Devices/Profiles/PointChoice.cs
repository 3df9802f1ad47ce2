using System.IO.Enumeration;
using Gateway.Yaml;

namespace Gateway.Devices;

/// <summary>Reads <c>only</c> and <c>skip</c> of a device's entry: which of the profile's points are polled.</summary>
internal static class PointChoice
{
    public static DeviceProfile Apply(YamlMap device, DeviceProfile profile)
    {
        var only = Named(device, "only", profile);
        var skipped = Named(device, "skip", profile);
        if (device.Has("only") && device.Has("skip"))
        {
            device.Fault("skip", "give either 'only', the points that are polled, or 'skip', those that are not");
            return profile;
        }

        var polled = device.Has("only")
            ? WithWhatTheyNeed(only, profile)
            : [.. profile.Points.Where(point => !skipped.Contains(point))];
        if (polled.Count == 0)
        {
            RequireSome(device, profile);
            return profile;
        }

        RequireCompany(device, polled);
        return profile with
        {
            Points = [.. profile.Points.Where(polled.Contains).Select(point => Speaking(point, polled))],
            LeftOut = [.. profile.Points.Where(point => !polled.Contains(point))],
        };
    }

    /// <summary>A fault at the key: the profile has no such point. Of a device without a profile nothing can be said.</summary>
    public static void RequirePoint(YamlMap map, string key, string name, DeviceProfile profile)
    {
        if (profile.Points.Count > 0)
        {
            var meant = Spelling.DidYouMean(name, profile.Points.Select(point => point.Name));
            var hint = meant.Length > 0 ? meant : $": 'gateway profiles show {profile.Name}' lists them";
            map.Fault(key, $"'{name}' is no point of '{profile.Name}'{hint}");
        }
    }

    private static HashSet<PointProfile> Named(YamlMap device, string key, DeviceProfile profile)
    {
        var named = new HashSet<PointProfile>(ReferenceEqualityComparer.Instance);
        foreach (var pattern in device.Texts(key))
        {
            var found = profile.Points
                .Where(point => FileSystemName.MatchesSimpleExpression(pattern, point.Name, ignoreCase: false))
                .ToList();
            if (found.Count == 0)
            {
                RequirePoint(device, key, pattern, profile);
            }

            named.UnionWith(found);
        }

        return named;
    }

    // Where all the names in 'only' are wrong, that was said already.
    private static void RequireSome(YamlMap device, DeviceProfile profile)
    {
        var key = device.Has("only") ? "only" : "skip";
        if (profile.Points.Count > 0 && (key == "skip" || device.Texts(key).Count == 0))
        {
            device.Fault(key, "no point is left: name at least one that is polled");
        }
    }

    // A value without its scale is none; one without its status word would pass for good while the device calibrates.
    private static HashSet<PointProfile> WithWhatTheyNeed(HashSet<PointProfile> only, DeviceProfile profile)
    {
        var names = only.Select(point => point.Name).ToHashSet(StringComparer.Ordinal);
        var needed = profile.Points.Where(point => point.Status is { } status && Judges(status) && status.AppliesTo.Any(names.Contains));
        var polled = new HashSet<PointProfile>([.. only, .. needed], ReferenceEqualityComparer.Instance);
        polled.UnionWith(profile.Points.Where(point =>
            polled.Any(other => other.ScaleFrom?.Point == point.Name || other.Screening.Fresh?.By == point.Name)));
        return polled;
    }

    private static bool Judges(StatusMeaning status) =>
        status.Bits.Any(bit => bit.Quality is not null)
        || status.Codes is { } codes && (codes.Other?.Quality is not null || codes.ByNumber.Values.Any(code => code.Quality is not null));

    private static void RequireCompany(YamlMap device, HashSet<PointProfile> polled)
    {
        var names = polled.Select(point => point.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var point in polled.Where(point => point.ScaleFrom is { } scale && !names.Contains(scale.Point)))
        {
            device.Fault("skip", $"'{point.Name}' takes its scale from '{point.ScaleFrom!.Point}': poll that one, or skip both");
        }

        foreach (var point in polled.Where(point => point.Screening.Fresh is { } fresh && !names.Contains(fresh.By)))
        {
            device.Fault("skip", $"'{point.Screening.Fresh!.By}' shows whether '{point.Name}' is new: poll that one, or skip both");
        }
    }

    private static PointProfile Speaking(PointProfile point, HashSet<PointProfile> polled) => point.Status is not { } status
        ? point
        : point with
        {
            Status = status with
            {
                AppliesTo = [.. status.AppliesTo.Where(name => polled.Any(other => other.Name == name))],
            },
        };
}
