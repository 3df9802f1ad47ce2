using System.Text;

namespace Gateway.Simulators.Physics;

/// <summary>Random numbers without state: the same seed, name and index give the same number on every machine, in any order.</summary>
internal static class Seeded
{
    /// <summary>A seed of its own for each named quantity, so that adding one does not change the others (FNV-1a over the name).</summary>
    public static ulong For(ulong seed, string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var octet in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ octet) * 1099511628211UL;
        }

        return Mix(seed ^ hash);
    }

    /// <summary>Uniform in [-1, 1).</summary>
    public static double Uniform(ulong seed, long index) =>
        (Mix(seed + ((ulong)index * 0x9E3779B97F4A7C15UL)) >> 11) * (2.0 / (1UL << 53)) - 1.0;

    /// <summary>Nearly normal, mean 0, standard deviation 1, never beyond ±6: the sum of twelve uniform numbers (Irwin-Hall).</summary>
    public static double Normal(ulong seed, long index)
    {
        var sum = 0.0;
        for (var i = 0; i < 12; i++)
        {
            sum += Uniform(seed, unchecked((index * 12) + i));
        }

        return sum / 2.0;
    }

    // The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
