namespace Gateway.Benchmarks;

/// <summary>What a figure, or its ratio to the peer's, has to be.</summary>
/// <param name="What">The figure's name.</param>
/// <param name="Value">What was measured.</param>
/// <param name="IsAtMost">True when it must not be more than the limit, false when it must not be less.</param>
/// <param name="Limit">The limit, which itself is good enough.</param>
internal readonly record struct Target(string What, double Value, bool IsAtMost, double Limit)
{
    public bool IsMet => IsAtMost ? Value <= Limit : Value >= Limit;

    public static Target AtMost(string what, double value, double limit) => new(what, value, true, limit);

    public static Target AtLeast(string what, double value, double limit) => new(what, value, false, limit);
}
