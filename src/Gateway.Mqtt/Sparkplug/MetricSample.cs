using Gateway.Core;

namespace Gateway.Mqtt.Sparkplug;

/// <summary>A value of a metric, to be sent.</summary>
/// <param name="Metric">Which.</param>
/// <param name="Time">When it was measured; null when it never was.</param>
/// <param name="Value">The value.</param>
/// <param name="Quality">Its quality.</param>
/// <param name="TellsQuality">It must be sent with its quality: it is not good, or the one before was not.</param>
internal readonly record struct MetricSample(MetricModel Metric, DateTimeOffset? Time, double Value, Quality Quality, bool TellsQuality)
{
    /// <summary>Not measured, or not fit to be used: sent as null.</summary>
    public bool IsNull => !Quality.IsUsable || !double.IsFinite(Value) || (Metric.Labels.Count > 0 && Label is null);

    /// <summary>A coded value in words; null for a code without one.</summary>
    public string? Label => Value >= 0 && Value < Metric.Labels.Count ? Metric.Labels[(int)Value] : null;

    /// <summary>As a metric is before its first reading.</summary>
    public static MetricSample NeverMeasured(MetricModel metric) => new(metric, null, double.NaN, Quality.NoData, TellsQuality: true);

    /// <summary>The same news as another: the same value, or null for the same reason.</summary>
    public bool SaysTheSame(MetricSample other) =>
        Quality == other.Quality && IsNull == other.IsNull && (IsNull || Value.Equals(other.Value));
}
