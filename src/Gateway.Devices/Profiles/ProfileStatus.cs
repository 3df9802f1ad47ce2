namespace Gateway.Devices;

/// <summary>How far a profile may be relied on.</summary>
public enum ProfileStatus
{
    /// <summary>Every point was read in a manual or in a driver that talks to the device.</summary>
    Ready,

    /// <summary>The table is real, but what decides about the values, such as the word order, must be verified on the device.</summary>
    CommissioningCheck,

    /// <summary>A starting point to copy and complete; no device can use it as it is.</summary>
    Template,
}

/// <summary>The states by the names that profiles use.</summary>
public static class ProfileStatuses
{
    /// <summary>The names.</summary>
    public static IReadOnlyDictionary<string, ProfileStatus> ByName { get; } = new Dictionary<string, ProfileStatus>
    {
        ["ready"] = ProfileStatus.Ready,
        ["commissioning-check"] = ProfileStatus.CommissioningCheck,
        ["template"] = ProfileStatus.Template,
    };
}
