using Gateway.Core;

namespace Gateway.Devices;

/// <summary>Judges one value by itself.</summary>
public static class PointScreen
{
    /// <summary>A point's decoded value, and how far it may be trusted.</summary>
    /// <returns>
    /// Not available where there is no number; out of range beyond the profile's limits and for a code that the profile does not know, with
    /// the value kept so that one can see which; infinity is out of range, too, without a value.
    /// </returns>
    public static (double Value, Quality Quality) Judge(PointProfile point, double value) =>
        double.IsNaN(value) ? (double.NaN, Quality.NotAvailable)
        : double.IsInfinity(value) ? (double.NaN, Quality.OutOfRange)
        : value < point.Min || value > point.Max || IsUnknownCode(point, value) ? (value, Quality.OutOfRange)
        : (value, Quality.Good);

    private static bool IsUnknownCode(PointProfile point, double value) => point.Meanings.Count > 0 && point.MeaningOf(value) is null;
}
