namespace Gateway.Simulators.Physics;

/// <summary>
/// A quantity that wanders: a sum of octaves of value noise from a fastest to a slowest time scale. It has continuous first and second
/// derivatives, stays within [-1, 1], and can be asked for any instant without stepping through the ones before.
/// </summary>
public sealed class SmoothNoise
{
    /// <summary>Each octave's weight against the next slower one: slow changes are larger than fast ones, as in plants.</summary>
    private const double FastToSlow = 0.8;

    private readonly (double PeriodS, double Weight, double OffsetS, ulong Seed)[] octaves;

    /// <summary>A course of its own for each seed and name.</summary>
    /// <param name="seed">The scenario's seed.</param>
    /// <param name="name">What wanders.</param>
    /// <param name="fastest">Distance of the random values in the fastest octave.</param>
    /// <param name="slowest">No octave is slower than this.</param>
    public SmoothNoise(ulong seed, string name, TimeSpan fastest, TimeSpan slowest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(fastest, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(slowest, fastest);
        var count = 1 + (int)Math.Floor(Math.Log2(slowest / fastest));
        var total = Enumerable.Range(0, count).Sum(i => Math.Pow(FastToSlow, i));
        octaves = [.. Enumerable.Range(0, count).Select(i => Octave(i, count, total))];

        (double, double, double, ulong) Octave(int i, int octaveCount, double sum)
        {
            var own = Seeded.For(seed, $"{name}/{i}");
            var periodS = fastest.TotalSeconds * Math.Pow(2, i);
            return (periodS, Math.Pow(FastToSlow, octaveCount - 1 - i) / sum, periodS * Seeded.Uniform(own, -1), own);
        }
    }

    /// <summary>The value in [-1, 1].</summary>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    public double At(double timeS)
    {
        var sum = 0.0;
        foreach (var (periodS, weight, offsetS, seed) in octaves)
        {
            var place = (timeS + offsetS) / periodS;
            var whole = Math.Floor(place);
            var before = Seeded.Uniform(seed, (long)whole);
            var after = Seeded.Uniform(seed, (long)whole + 1);
            sum += weight * (before + ((after - before) * Ease(place - whole)));
        }

        return sum;
    }

    /// <summary>From 0 to 1 as <paramref name="x"/> goes from 0 to 1, with first and second derivative zero at both ends.</summary>
    internal static double Ease(double x)
    {
        x = Math.Clamp(x, 0.0, 1.0);
        return x * x * x * ((x * ((x * 6.0) - 15.0)) + 10.0);
    }
}
