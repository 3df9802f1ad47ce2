using Gateway.Core;

namespace Gateway.Devices;

/// <summary>Judges one value by itself.</summary>
public static class PointScreen
{
    /// <summary>The value that a point's bits stand for, and how far it may be trusted.</summary>
    /// <returns>
    /// Not available for a pattern that the profile names and for a float that is no number; out of range beyond the profile's limits,
    /// with the value kept so that one can see how far; infinity is out of range, too, without a value.
    /// </returns>
    public static (double Value, Quality Quality) Judge(PointProfile point, ulong bits)
    {
        var number = RegisterDecoder.Number(bits, point.Type);
        if (double.IsNaN(number) || point.NotAvailable.Contains(bits))
        {
            return (double.NaN, Quality.NotAvailable);
        }

        var value = LinearScale.Apply(number, point.Scale, point.Offset);
        return double.IsInfinity(value) ? (double.NaN, Quality.OutOfRange)
            : value < point.Min || value > point.Max ? (value, Quality.OutOfRange)
            : (value, Quality.Good);
    }
}
