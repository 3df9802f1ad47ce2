namespace Gateway.Devices;

/// <summary>Neighbouring bits of a value, which make a number of their own.</summary>
/// <param name="Low">The lowest of them; 0 is the lowest of the value.</param>
/// <param name="High">The highest, included; at most 63.</param>
public readonly record struct BitRange(int Low, int High)
{
    /// <summary>The whole value.</summary>
    public static BitRange All { get; } = new(0, 63);

    /// <summary>The number that the bits make.</summary>
    public ulong Of(ulong value) => (value >> Low) & (ulong.MaxValue >> (63 - High + Low));
}
