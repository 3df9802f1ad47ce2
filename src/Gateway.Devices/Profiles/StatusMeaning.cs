using Gateway.Core;

namespace Gateway.Devices;

/// <summary>What the bits of a device's status word say about its other points.</summary>
/// <param name="Bits">The bits that have a meaning.</param>
/// <param name="AppliesTo">The names of the points it speaks for.</param>
public sealed record StatusMeaning(IReadOnlyList<StatusBit> Bits, IReadOnlyList<string> AppliesTo)
{
    /// <summary>The number in it that stands for one state at a time; null when there is none.</summary>
    public StatusCodes? Codes { get; init; }

    /// <summary>The words for qualities that a profile may use.</summary>
    public static IReadOnlyDictionary<string, Quality?> QualityByName { get; } = new Dictionary<string, Quality?>
    {
        ["calibration"] = Quality.Calibration,
        ["maintenance"] = Quality.Maintenance,
        ["fault"] = Quality.DeviceFault,
        ["out_of_range"] = Quality.OutOfRange,
        ["not_available"] = Quality.NotAvailable,
    };
}

/// <summary>One bit of a status word.</summary>
/// <param name="Bit">0–31; 0 is the lowest, and the only one of a bool.</param>
/// <param name="Name">What it means, e.g. <c>calibration</c>.</param>
/// <param name="Quality">What the bit makes of the points it applies to; null when it says nothing about their quality.</param>
/// <param name="WhenClear">True when it speaks by being 0, as a bit "values are live" does.</param>
public sealed record StatusBit(int Bit, string Name, Quality? Quality, bool WhenClear = false)
{
    /// <summary>True when the word says what the bit stands for.</summary>
    public bool Speaks(ulong word) => (word >> Bit & 1) != (WhenClear ? 1UL : 0);
}
