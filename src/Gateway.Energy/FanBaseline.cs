namespace Gateway.Energy;

/// <summary>
/// What the fan would take now without the retrofit: P100 · f(n / n_rated). The speed stands for the flow, as Q ~ n holds for a fan
/// without static pressure.
/// </summary>
internal static class FanBaseline
{
    /// <summary>The baseline power, kW, or null where the curve does not apply.</summary>
    /// <param name="definition">The retrofit.</param>
    /// <param name="powerKw">The measured line-side power.</param>
    /// <param name="speedRpm">The motor speed as it stands at that instant.</param>
    public static double? PowerKw(FanSavingsDefinition definition, double powerKw, double speedRpm)
    {
        var flowFraction = Affinity.FlowFraction(speedRpm, definition.RatedSpeedRpm);
        return Standstill.Is(flowFraction)
            ? Standstill.BaselineKw(powerKw, definition.FullFlowPowerKw)
            : definition.Curve.PowerFraction(flowFraction) * definition.FullFlowPowerKw;
    }
}
