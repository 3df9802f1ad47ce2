using Gateway.Yaml;

namespace Gateway.Simulators;

/// <summary>Reads a load's numbers.</summary>
internal static class LoadFields
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static LoadScenario Read(YamlMap load)
    {
        var read = new LoadScenario(
            NightLevel: load.Number("night_level", 0.01, 0.99),
            DayLevel: load.Number("day_level", 0.01, 0.99),
            WeekendFactor: load.Number("weekend_factor", 0, 1),
            DayStart: load.Duration("day_start", TimeSpan.Zero, Day),
            DayEnd: load.Duration("day_end", TimeSpan.Zero, Day),
            Ramp: load.Duration("ramp", TimeSpan.FromMinutes(1), TimeSpan.FromHours(6)),
            UtcOffset: TimeSpan.FromHours(load.Number("utc_offset_h", -14, 14)),
            Variation: load.Number("variation", 0, 6));
        if (read.DayStart + read.Ramp > read.DayEnd || read.DayEnd + read.Ramp > Day)
        {
            load.Fault("day_end", "must be at least one ramp after 'day_start' and at least one ramp before 24h");
        }

        return read;
    }
}
