using Gateway.Core;

namespace Gateway.Energy;

/// <summary>A fan whose throttling was replaced by a variable-speed drive.</summary>
public sealed record FanSavingsDefinition
{
    /// <summary>The retrofit's name, unique in the gateway, of the letters a tag may have.</summary>
    public required string Name { get; init; }

    /// <summary>The speed at which the fan gives its design flow, rpm.</summary>
    public required double RatedSpeedRpm { get; init; }

    /// <summary>Active power on the line side at design flow before the retrofit, kW.</summary>
    public required double FullFlowPowerKw { get; init; }

    /// <summary>How the flow was controlled before the retrofit.</summary>
    public required FanCurve Curve { get; init; }

    /// <summary>
    /// Two power readings further apart leave out the time between them. Up to <see cref="Integrator.LongestGap"/>;
    /// see <see cref="Integrator.LargestGapFor"/>.
    /// </summary>
    public TimeSpan LargestGap { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>An older speed is stale. Must be longer than the drive's poll interval.</summary>
    public TimeSpan LargestSpeedAge { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Throws for a definition that no calculation can be made of.</summary>
    internal FanSavingsDefinition Validated()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name);
        ThrowUnlessPositive(RatedSpeedRpm, nameof(RatedSpeedRpm));
        ThrowUnlessPositive(FullFlowPowerKw, nameof(FullFlowPowerKw));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LargestGap, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LargestGap, Integrator.LongestGap);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LargestSpeedAge, TimeSpan.Zero);
        return this;
    }

    private static void ThrowUnlessPositive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, "Give a number above 0.");
        }
    }
}
