using System.Text.Json.Serialization;

namespace Gateway.Core;

/// <summary>
/// A stretch of UTC time, half open: a reading at exactly <paramref name="End"/> belongs to the next period. Minutes, hours and days
/// start at whole minutes, hours and days of UTC.
/// </summary>
/// <param name="Start">The first instant.</param>
/// <param name="End">The first instant after it.</param>
[method: JsonConstructor]
public readonly record struct Period(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>The length of a minute.</summary>
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>The length of an hour.</summary>
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The length of a day.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>How long it is.</summary>
    [JsonIgnore]
    public TimeSpan Length => End - Start;

    /// <summary>The period of the same length that follows without a gap.</summary>
    [JsonIgnore]
    public Period Next => new(End, End + Length);

    /// <summary>The period of that length in which an instant lies.</summary>
    public static Period Containing(DateTimeOffset instant, TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        var ticks = instant.UtcTicks;
        var start = new DateTimeOffset(ticks - (ticks % length.Ticks), TimeSpan.Zero);
        return new Period(start, start + length);
    }

    /// <summary>True from <see cref="Start"/> on, up to but without <see cref="End"/>.</summary>
    public bool Contains(DateTimeOffset instant) => instant >= Start && instant < End;
}
