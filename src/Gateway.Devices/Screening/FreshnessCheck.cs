using Gateway.Yaml;

namespace Gateway.Devices;

/// <summary>Finds points that would be stale by nothing but how seldom the point that they are fresh by is read.</summary>
public static class FreshnessCheck
{
    /// <summary>A fault in words for each such point.</summary>
    /// <param name="profile">The device's type.</param>
    /// <param name="interval">How often the device is polled; zero where that is not known yet.</param>
    public static IEnumerable<(PointProfile Point, string Fault)> Faults(DeviceProfile profile, TimeSpan interval) =>
        from point in profile.Points
        let fresh = point.Screening.Has(ScreeningRules.Stale) ? point.Screening.Fresh : null
        let sign = profile.Points.FirstOrDefault(other => other.Name == fresh?.By)
        where sign is not null
        let every = sign.Interval > interval ? sign.Interval.Value : interval
        where every >= fresh.Within
        select (point, $"'{point.Name}' would be stale after {DurationText.Write(fresh.Within)}, but '{sign.Name}', which shows that it is "
            + $"fresh, is read every {DurationText.Write(every)}: make fresh_within longer");
}
