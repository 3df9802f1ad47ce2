namespace Gateway.Energy;

/// <summary>
/// What a fan takes at part load under a kind of flow control: the power as a fraction of the power at design flow, a polynomial in the
/// part-load ratio PLR = flow / design flow.
/// </summary>
/// <remarks>
/// The three curves are those of DOE-2, with the coefficients that EnergyPlus gives for <c>Fan:VariableVolume</c> (Input Output
/// Reference). They do not meet 1 exactly at full flow (1.0008, 0.9898, 0.9990) and are used as printed, without renormalising.
/// </remarks>
public sealed class FanCurve
{
    /// <summary>Below this part-load ratio the curves were not fitted, so nothing may be claimed.</summary>
    public const double SmallestPlr = 0.3;

    /// <summary>Above this part-load ratio likewise.</summary>
    public const double LargestPlr = 1.1;

    private readonly double[] coefficients;

    private FanCurve(string name, params double[] coefficients) => (Name, this.coefficients) = (name, coefficients);

    /// <summary>Throttled by a damper behind the fan.</summary>
    public static FanCurve OutletDamper { get; } = new("outlet-damper", 0.37073425, 0.97250253, -0.34240761);

    /// <summary>Guided by vanes at the fan's inlet.</summary>
    public static FanCurve InletVane { get; } = new("inlet-vane", 0.35071223, 0.30850535, -0.54137364, 0.87198823);

    /// <summary>Driven at variable speed, fixed duct pressure included.</summary>
    public static FanCurve VariableSpeed { get; } = new("variable-speed", 0.0015302446, 0.0052080574, 1.1086242, -0.11635563);

    /// <summary>All curves, to look one up by its name.</summary>
    public static IReadOnlyList<FanCurve> All { get; } = [OutletDamper, InletVane, VariableSpeed];

    /// <summary>The name by which a configuration chooses it.</summary>
    public string Name { get; }

    /// <summary>
    /// The fraction of full-flow power at a part-load ratio, or null where it is not claimable: the curve is not continued below
    /// <see cref="SmallestPlr"/> or above <see cref="LargestPlr"/>.
    /// </summary>
    public double? PowerFraction(double plr)
    {
        if (!(plr >= SmallestPlr && plr <= LargestPlr))
        {
            return null;
        }

        var fraction = 0.0;
        for (var i = coefficients.Length - 1; i >= 0; i--)
        {
            fraction = (fraction * plr) + coefficients[i];
        }

        return fraction;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
