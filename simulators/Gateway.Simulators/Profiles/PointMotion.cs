using Gateway.Simulators.Physics;

namespace Gateway.Simulators.Profiles;

/// <summary>
/// What a point shows over time when no plant stands behind it: it wanders around what is usual for its unit, counters rise, and all of it
/// stays within the profile's range and what its registers can hold. The same seed and instant give the same value.
/// </summary>
internal sealed class PointMotion
{
    private const double SecondsPerHour = 3600.0;

    private static readonly Dictionary<string, (double Middle, double Swing)> Usual = new(StringComparer.Ordinal)
    {
        ["V"] = (230, 6), ["A"] = (42, 20), ["mA"] = (12, 6), ["Hz"] = (50, 0.2), ["rpm"] = (1180, 250), ["Nm"] = (140, 60),
        ["kW"] = (27, 14), ["W"] = (27_000, 14_000), ["kvar"] = (9, 5), ["var"] = (9_000, 5_000),
        ["kVA"] = (29, 14), ["VA"] = (29_000, 14_000),
        ["%"] = (46, 25), ["degC"] = (64, 25), ["Pa"] = (300, 150), ["hPa"] = (1008, 12), ["kPa"] = (101, 1), ["bar"] = (3.2, 1),
        ["m/s"] = (12, 4), ["m3/h"] = (310, 90), ["m3/s"] = (4.2, 1.5), ["mg/m3"] = (46, 25), ["ug/m3"] = (460, 250), ["g/m3"] = (9, 4),
        ["ppm"] = (38, 20), ["ppb"] = (380, 200), ["kg/h"] = (12, 6), ["t/h"] = (31, 12), ["kg/s"] = (3, 1), ["deg"] = (25, 10),
    };

    // Units of what is counted, with how much an hour adds.
    private static readonly Dictionary<string, double> PerHour = new(StringComparer.Ordinal)
    {
        ["kWh"] = 27, ["MWh"] = 0.027, ["Wh"] = 27_000, ["kvarh"] = 9, ["varh"] = 9_000, ["kVAh"] = 29, ["m3"] = 310,
        ["s"] = 3600, ["min"] = 60, ["h"] = 1, ["d"] = 1.0 / 24,
    };

    private readonly SimulatedPoint point;
    private readonly SmoothNoise noise;
    private readonly double startS;
    private readonly double low;
    private readonly double high;

    /// <summary>The course of one point.</summary>
    /// <param name="seed">The device's seed.</param>
    /// <param name="point">The point.</param>
    /// <param name="startS">When counters began to count, seconds since 1970-01-01 UTC.</param>
    public PointMotion(ulong seed, SimulatedPoint point, double startS)
    {
        this.point = point;
        this.startS = startS;
        noise = new SmoothNoise(seed, point.Name, TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(20));
        var (least, most) = ((point.SmallestRaw * point.Scale) + point.Offset, (point.LargestRaw * point.Scale) + point.Offset);
        (least, most) = (
            Math.Max(Math.Min(least, most), point.Min ?? double.MinValue),
            Math.Min(Math.Max(least, most), point.Max ?? double.MaxValue));
        var (middle, swing) = Usual.GetValueOrDefault(point.Unit, (50.0, 30.0));
        (low, high) = (Math.Max(least, middle - swing), Math.Min(most, middle + swing));
        if (low >= high)
        {
            // Nothing usual lies within the range: stay in its middle half, or near its end where it is wide open.
            var width = Math.Min(most - least, Math.Max(Math.Abs(least), 1.0));
            (low, high) = middle < least ? (least, least + (width / 2.0)) : (most - (width / 2.0), most);
        }
    }

    /// <summary>The value before it is put into registers.</summary>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    public double At(double timeS)
    {
        if (point.Fixed is { } standing)
        {
            return standing;
        }

        if (point.Codes.Count > 0)
        {
            return point.Codes[(int)((noise.At(timeS) + 1.0) / 2.0 * (point.Codes.Count - 1e-9))];
        }

        var isFlags = point.Sound.Mask != 0 || (point.Field is null && point.Type.Coding is RegisterCoding.Bool or RegisterCoding.Bits);
        return isFlags ? Flags(timeS)
            : PerHour.TryGetValue(point.Unit, out var rate) ? Counted(timeS, rate)
            : low + ((high - low) * (noise.At(timeS) + 1.0) / 2.0);
    }

    private double Flags(double timeS) => point.Sound.In((ulong)Math.Round((noise.At(timeS) + 1.0) / 2.0 * point.Type.Largest));

    /// <summary>From a tenth of what the counter can show, and over again when it is full.</summary>
    private double Counted(double timeS, double perHour)
    {
        var most = Math.Min((point.LargestRaw * Math.Abs(point.Scale)) + point.Offset, point.Max ?? double.MaxValue);
        var start = Math.Min(12_345.67, most / 10.0);
        return (start + (perHour * Math.Max(0, timeS - startS) / SecondsPerHour)) % most;
    }
}
