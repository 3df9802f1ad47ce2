namespace Gateway.Devices;

/// <summary>Engineering value = raw number x scale + offset.</summary>
public static class LinearScale
{
    /// <summary>Applies scale and offset.</summary>
    /// <remarks>
    /// A scale of 0.01 is no binary fraction: 57 x 0.01 gives 0.5700000000000001. Where the scale is one over a whole number, dividing
    /// by that number gives the nearest double to what the register map means.
    /// </remarks>
    public static double Apply(double raw, double scale, double offset)
    {
        var divisor = Divisor(scale);
        return (divisor != 0 ? raw / divisor : raw * scale) + offset;
    }

    /// <summary>The whole number by which to divide in place of multiplying by the scale; 0 where there is none.</summary>
    internal static double Divisor(double scale)
    {
        var divisor = Math.Round(1 / scale);
        return 1 / divisor == scale ? divisor : 0;
    }
}
