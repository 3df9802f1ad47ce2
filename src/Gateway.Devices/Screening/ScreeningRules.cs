namespace Gateway.Devices;

/// <summary>The rules by which a reading can lose its good quality, other than by a poll that failed. A set of them: flags.</summary>
[Flags]
public enum ScreeningRules
{
    /// <summary>No rule.</summary>
    None = 0,

    /// <summary>The device sent its code for "not available", or no number.</summary>
    Sentinel = 1 << 0,

    /// <summary>Beyond the valid range, or a code that the profile does not know.</summary>
    Range = 1 << 1,

    /// <summary>The device's own status speaks against it.</summary>
    Status = 1 << 2,

    /// <summary>Moved faster than it can; see <see cref="RateRule"/>.</summary>
    Rate = 1 << 3,

    /// <summary>Has not moved for longer than it can; see <see cref="StuckRule"/>.</summary>
    Stuck = 1 << 4,

    /// <summary>The device repeats an old sample; see <see cref="FreshRule"/>.</summary>
    Stale = 1 << 5,
}

/// <summary>The rules' names.</summary>
public static class ScreeningRuleNames
{
    /// <summary>Each rule by the name that configuration, status and readouts give it, in the order of the flags.</summary>
    public static IReadOnlyDictionary<string, ScreeningRules> ByName { get; } = new Dictionary<string, ScreeningRules>
    {
        ["sentinel"] = ScreeningRules.Sentinel,
        ["range"] = ScreeningRules.Range,
        ["status"] = ScreeningRules.Status,
        ["rate"] = ScreeningRules.Rate,
        ["stuck"] = ScreeningRules.Stuck,
        ["stale"] = ScreeningRules.Stale,
    };

    /// <summary>The names of a set of rules, in their order.</summary>
    public static IEnumerable<string> NamesOf(ScreeningRules rules) =>
        ByName.Where(rule => rules.HasFlag(rule.Value)).Select(rule => rule.Key);
}
