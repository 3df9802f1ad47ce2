using System.Text.Json.Serialization;

namespace Gateway.Core;

/// <summary>A value at an instant with its quality, where the series is known from the context.</summary>
/// <param name="Time">UTC, whole milliseconds.</param>
/// <param name="Value">In the unit that the context says; <see cref="double.NaN"/> where there is none.</param>
/// <param name="Quality">How far the value may be trusted.</param>
[method: JsonConstructor]
public readonly record struct Sample(DateTimeOffset Time, double Value, Quality Quality)
{
    /// <summary>What is known before the first reading: nothing.</summary>
    public static Sample None { get; } = new(DateTimeOffset.MinValue, double.NaN, Quality.NoData);

    /// <summary>True where a calculation may use the value: it is a finite number and not of bad quality.</summary>
    [JsonIgnore]
    public bool IsUsable => Quality.IsUsable && double.IsFinite(Value);

    /// <summary>The sample of a reading; a value that is no finite number is never good, whatever its quality says.</summary>
    public static Sample Of(in Reading reading) =>
        double.IsFinite(reading.Value) ? new(reading.Time, reading.Value, reading.Quality)
        : Missing(reading.Time, reading.Quality.IsUsable ? Quality.NotAvailable : reading.Quality);

    /// <summary>The sample for an instant at which there is no value, and why.</summary>
    public static Sample Missing(DateTimeOffset time, Quality quality) => new(time, double.NaN, quality);

    /// <summary>A value computed from others, with the worst of their qualities; without a number where that is bad.</summary>
    public static Sample Derived(DateTimeOffset time, Quality worstInput, double value) =>
        Of(new Reading(0, time, worstInput.IsUsable ? value : double.NaN, worstInput));

    /// <summary>This value, or the reason <see cref="Quality.OutOfRange"/> in place of a usable one outside the range.</summary>
    public Sample Within(double smallest, double largest) =>
        !IsUsable || (Value >= smallest && Value <= largest) ? this : Missing(Time, Quality.OutOfRange);

    /// <summary>
    /// The same on time stamps that were moved, see <see cref="ClockSeries.Step"/>; before the first reading there is no time.
    /// </summary>
    public Sample Moved(TimeSpan by) => Time == DateTimeOffset.MinValue ? this : this with { Time = Time + by };

    /// <summary>This value as it stands at a later instant: stale when it is older than <paramref name="largestAge"/>.</summary>
    public Sample HeldUntil(DateTimeOffset time, TimeSpan largestAge) =>
        new(time, Value, time - Time > largestAge ? Quality.Worst(Quality.Stale) : Quality);
}
