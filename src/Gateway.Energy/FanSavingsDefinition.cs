namespace Gateway.Energy;

/// <summary>A fan whose throttling was replaced by a variable-speed drive. The driver is the motor's speed.</summary>
public sealed record FanSavingsDefinition : RetrofitDefinition
{
    /// <summary>The speed at which the fan gives its design flow, rpm.</summary>
    public required double RatedSpeedRpm { get; init; }

    /// <summary>Active power on the line side at design flow before the retrofit, kW.</summary>
    public required double FullFlowPowerKw { get; init; }

    /// <summary>How the flow was controlled before the retrofit.</summary>
    public required FanCurve Curve { get; init; }

    /// <inheritdoc/>
    public override string DriverUnit => "rpm";

    private protected override double? BaselineKw(double powerKw, double driver) => FanBaseline.PowerKw(this, powerKw, driver);

    private protected override void CheckMachine()
    {
        ThrowUnlessPositive(RatedSpeedRpm, nameof(RatedSpeedRpm));
        ThrowUnlessPositive(FullFlowPowerKw, nameof(FullFlowPowerKw));
    }
}
