using Gateway.Yaml;

namespace Gateway.Devices;

/// <summary>
/// Reads the keys that say how one point is screened, alike in a profile and in a configuration: max_rate, step_after, stuck_after,
/// stuck_band, stuck_except, fresh_by, fresh_within.
/// </summary>
internal static class PointScreeningReader
{
    private const double Largest = 1e12;
    private const int MostReadings = 1000;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>How the point is screened: as before, but for the keys that are there.</summary>
    /// <param name="map">The point's keys.</param>
    /// <param name="point">The point, with how it was screened before.</param>
    /// <param name="names">The names of the device's points.</param>
    public static PointScreening Read(YamlMap map, PointProfile point, IEnumerable<string> names)
    {
        var before = point.Screening;
        return before with
        {
            Rate = ReadRate(map, point, before.Rate),
            Stuck = ReadStuck(map, point, before.Stuck),
            Fresh = ReadFresh(map, before.Fresh, [.. names.Where(name => name != point.Name)]),
        };
    }

    private static RateRule? ReadRate(YamlMap map, PointProfile point, RateRule? before)
    {
        var largest = map.NumberOrNull("max_rate", 1 / Largest, Largest) ?? before?.LargestPerS;
        var acceptAfter = map.Integer("step_after", 2, MostReadings, before?.AcceptAfter ?? RateRule.DefaultAcceptAfter);
        if (largest is null)
        {
            CheckNeeds(map, "step_after", "max_rate");
            return null;
        }

        if (map.Has("max_rate") && IsState(point))
        {
            map.Fault("max_rate", $"'{point.Name}' is a state, which has no rate");
        }

        return new RateRule(largest.Value, acceptAfter, MayFall: Quantities.IsCounted(point.Quantity));
    }

    private static StuckRule? ReadStuck(YamlMap map, PointProfile point, StuckRule? before)
    {
        var after = map.DurationOrNull("stuck_after", Shortest, Longest) ?? before?.After;
        var band = map.Number("stuck_band", 0, Largest, before?.Band ?? 0);
        var except = map.Numbers("stuck_except");
        if (after is null)
        {
            CheckNeeds(map, "stuck_band", "stuck_after");
            CheckNeeds(map, "stuck_except", "stuck_after");
            return null;
        }

        if (map.Has("stuck_after") && (IsState(point) || Quantities.IsCounted(point.Quantity)))
        {
            map.Fault("stuck_after", $"'{point.Name}' is a {(IsState(point) ? "state" : "counter")}, which may stand still");
        }

        return new StuckRule(after.Value, band, map.Has("stuck_except") ? except : before?.Except ?? []);
    }

    private static FreshRule? ReadFresh(YamlMap map, FreshRule? before, string[] others)
    {
        var by = map.TextOrNull("fresh_by") ?? before?.By;
        if (by is null)
        {
            _ = map.DurationOrNull("fresh_within", Shortest, Longest);
            CheckNeeds(map, "fresh_within", "fresh_by");
            return null;
        }

        if (map.Has("fresh_by") && !others.Contains(by))
        {
            map.Fault("fresh_by", $"'{by}' is no other point of this device{Spelling.DidYouMean(by, others)}");
        }

        var within = map.Duration("fresh_within", Shortest, Longest, before?.Within ?? TimeSpan.Zero);
        if (within > TimeSpan.Zero)
        {
            return new FreshRule(by, within);
        }

        CheckNeeds(map, "fresh_by", "fresh_within", "needs");
        return null;
    }

    private static void CheckNeeds(YamlMap map, string key, string other, string how = "says more about")
    {
        if (map.Has(key))
        {
            map.Fault(key, $"'{key}' {how} '{other}', which is missing");
        }
    }

    private static bool IsState(PointProfile point) =>
        point.Meanings.Count > 0 || point.Status is not null || Quantities.IsState(point.Quantity)
        || point.Type is PointType.Bool or PointType.Bits16 or PointType.Bits32;
}
