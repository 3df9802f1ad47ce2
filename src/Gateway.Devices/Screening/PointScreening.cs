namespace Gateway.Devices;

/// <summary>How one point is screened, beyond what its range, sentinels and status say.</summary>
public sealed record PointScreening
{
    /// <summary>Every rule on, and nothing that rate, stuck and stale could judge by.</summary>
    public static PointScreening Default { get; } = new();

    /// <summary>The rules that are switched off.</summary>
    public ScreeningRules Off { get; init; }

    /// <summary>How fast it can move; null where nobody said.</summary>
    public RateRule? Rate { get; init; }

    /// <summary>How long it can stand still; null where nobody said.</summary>
    public StuckRule? Stuck { get; init; }

    /// <summary>What shows that its value is a new one; null where nothing does.</summary>
    public FreshRule? Fresh { get; init; }

    /// <summary>True when the rule is not switched off.</summary>
    public bool Has(ScreeningRules rule) => (Off & rule) == 0;
}
