using Gateway.Core;

namespace Gateway.Devices;

/// <summary>Judges one value by itself.</summary>
public static class PointScreen
{
    /// <summary>A point's decoded value, and how far it may be trusted.</summary>
    /// <returns>
    /// Not available where there is no number; out of range beyond the profile's limits and for a code that the profile does not know, with
    /// the value kept so that one can see which, unless the rule is switched off; infinity is out of range, too, without a value.
    /// </returns>
    public static (double Value, Quality Quality) Judge(PointProfile point, double value) =>
        double.IsNaN(value) ? (double.NaN, Quality.NotAvailable)
        : double.IsInfinity(value) ? (double.NaN, Quality.OutOfRange)
        : point.Screening.Has(ScreeningRules.Range) && IsOutside(point, value) ? (value, Quality.OutOfRange)
        : (value, Quality.Good);

    /// <summary>The rule that gave a point its quality by itself; none where it is good or the poll failed.</summary>
    public static ScreeningRules RuleBehind(Quality quality) => quality switch
    {
        Quality.OutOfRange => ScreeningRules.Range,
        Quality.NotAvailable => ScreeningRules.Sentinel,
        _ => ScreeningRules.None,
    };

    private static bool IsOutside(PointProfile point, double value) =>
        value < point.Min || value > point.Max || IsUnknownCode(point, value);

    private static bool IsUnknownCode(PointProfile point, double value) => point.Meanings.Count > 0 && point.MeaningOf(value) is null;
}
