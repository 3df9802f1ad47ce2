using Gateway.Core;

namespace Gateway.Devices;

/// <summary>What the bits of a device's status word say about its other points.</summary>
/// <param name="Bits">The bits that have a meaning.</param>
/// <param name="AppliesTo">The names of the points it speaks for.</param>
public sealed record StatusMeaning(IReadOnlyList<StatusBit> Bits, IReadOnlyList<string> AppliesTo)
{
    /// <summary>The words for qualities that a profile may use.</summary>
    public static IReadOnlyDictionary<string, Quality?> QualityByName { get; } = new Dictionary<string, Quality?>
    {
        ["calibration"] = Quality.Calibration,
        ["maintenance"] = Quality.Maintenance,
        ["fault"] = Quality.DeviceFault,
        ["not_available"] = Quality.NotAvailable,
    };
}

/// <summary>One bit of a status word.</summary>
/// <param name="Bit">0–15; 0 is the lowest.</param>
/// <param name="Name">What it means, e.g. <c>calibration</c>.</param>
/// <param name="Quality">What a set bit makes of the points it applies to; null when it says nothing about their quality.</param>
public sealed record StatusBit(int Bit, string Name, Quality? Quality);
