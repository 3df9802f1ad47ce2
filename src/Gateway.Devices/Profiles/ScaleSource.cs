namespace Gateway.Devices;

/// <summary>A scale that stands in a register of its own.</summary>
/// <param name="Point">The name of the point that holds it.</param>
/// <param name="Mode">What its number means.</param>
public sealed record ScaleSource(string Point, ScaleMode Mode)
{
    /// <summary>Largest power of ten, up or down.</summary>
    public const int LargestExponent = 12;

    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, LargestExponent + 1).Select(power => Math.Pow(10, power))];

    /// <summary>The words for the modes that a profile may use.</summary>
    public static IReadOnlyDictionary<string, ScaleMode> ModeByName { get; } = new Dictionary<string, ScaleMode>
    {
        ["exponent"] = ScaleMode.Exponent,
        ["multiplier"] = ScaleMode.Multiplier,
    };

    /// <summary>The value with the scale applied and the offset added.</summary>
    /// <param name="number">The number as it was decoded.</param>
    /// <param name="scale">The scale's own value, from the same poll.</param>
    /// <param name="offset">Added last.</param>
    /// <returns>NaN for an exponent that is no whole number or beyond <see cref="LargestExponent"/>: that is no scale.</returns>
    public double Apply(double number, double scale, double offset)
    {
        if (Mode == ScaleMode.Multiplier)
        {
            return (number * scale) + offset;
        }

        // Dividing by a power of ten gives the nearest double to the decimal number, multiplying by its inverse does not.
        return !double.IsInteger(scale) || Math.Abs(scale) > LargestExponent ? double.NaN
            : scale < 0 ? (number / PowersOfTen[(int)-scale]) + offset
            : (number * PowersOfTen[(int)scale]) + offset;
    }
}

/// <summary>What the number in a scale register means.</summary>
public enum ScaleMode
{
    /// <summary>A power of ten, as SunSpec's scale factors: -2 is a hundredth.</summary>
    Exponent,

    /// <summary>The factor itself.</summary>
    Multiplier,
}
