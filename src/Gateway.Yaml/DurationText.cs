using System.Globalization;

namespace Gateway.Yaml;

/// <summary>Durations as people write them: a number and its unit, as in <c>500ms</c>, <c>1.5s</c>, <c>30d</c>.</summary>
public static class DurationText
{
    /// <summary>From the shortest to the longest; "ms" comes first because it also ends in "s".</summary>
    public static readonly IReadOnlyList<(string Name, TimeSpan Length)> Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    private const NumberStyles Decimal = NumberStyles.AllowDecimalPoint;

    /// <summary>Reads a duration; false for anything else.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var unit = Units.FirstOrDefault(unit => text.EndsWith(unit.Name, StringComparison.Ordinal));
        var number = text.AsSpan(0, text.Length - (unit.Name?.Length ?? 0));
        if (unit.Name is null || !double.TryParse(number, Decimal, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        var ticks = count * unit.Length.Ticks;
        duration = ticks < long.MaxValue ? new TimeSpan((long)Math.Round(ticks)) : TimeSpan.MaxValue;
        return true;
    }

    /// <summary>Writes a duration in the longest unit of which it is a whole number, so that <see cref="TryParse"/> reads it.</summary>
    public static string Write(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var unit = Units.Last(unit => duration.Ticks % unit.Length.Ticks == 0 || unit.Name == "ms");
        return (duration / unit.Length).ToString("R", CultureInfo.InvariantCulture) + unit.Name;
    }
}
