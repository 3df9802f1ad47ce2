namespace Gateway.History;

/// <summary>How long a roll-up's period is. Periods begin on whole ones since 1970-01-01 UTC.</summary>
/// <remarks>The numbers are written to disk.</remarks>
public enum Resolution : byte
{
    /// <summary>60 s.</summary>
    Minute = 0,

    /// <summary>60 min.</summary>
    Hour = 1,

    /// <summary>24 h, from midnight UTC.</summary>
    Day = 2,
}

internal static class ResolutionPeriods
{
    private const long MinuteMs = 60_000;

    public static IReadOnlyList<Resolution> All { get; } = [Resolution.Minute, Resolution.Hour, Resolution.Day];

    extension(Resolution resolution)
    {
        public long PeriodMs => resolution switch
        {
            Resolution.Minute => MinuteMs,
            Resolution.Hour => 60 * MinuteMs,
            _ => 24 * 60 * MinuteMs,
        };

        /// <summary>So long is the time whose roll-ups stand together on disk: an hour, or the period where that is longer.</summary>
        public long BlockMs => Math.Max(resolution.PeriodMs, Resolution.Hour.PeriodMs);

        /// <summary>Begin of the block that an instant is in; both in ms since 1970.</summary>
        public long BlockOf(long timeMs) => Floor(timeMs, resolution.BlockMs);

        /// <summary>Begin of the period that an instant is in; both in ms since 1970.</summary>
        public long StartOf(long timeMs) => Floor(timeMs, resolution.PeriodMs);
    }

    private static long Floor(long timeMs, long step) => timeMs - (((timeMs % step) + step) % step);
}
