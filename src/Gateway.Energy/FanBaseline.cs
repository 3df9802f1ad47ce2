using Gateway.Core;

namespace Gateway.Energy;

/// <summary>
/// What the fan would take now without the retrofit: P100 · f(n / n_rated). The speed stands for the flow, as Q ~ n holds for a fan
/// without static pressure.
/// </summary>
/// <remarks>
/// A fan at a standstill would have stood still before the retrofit too: its baseline is zero, its measured power is what the drive
/// takes on standby, and the time counts as covered. A motor that stands while the line draws power is a bypass or a wrong speed, and
/// nothing may be claimed for it.
/// </remarks>
public static class FanBaseline
{
    /// <summary>Up to this fraction of the rated speed the fan stands still.</summary>
    public const double StandstillSpeedFraction = 0.01;

    /// <summary>Up to this fraction of the full-flow power the line of a standing fan carries nothing but standby.</summary>
    public const double StandstillPowerFraction = 0.02;

    /// <summary>
    /// The baseline power in kW at the instant of <paramref name="powerKw"/>, of the worse quality of the two inputs and
    /// <see cref="Quality.OutOfRange"/> where the curve does not apply.
    /// </summary>
    /// <param name="definition">The retrofit.</param>
    /// <param name="powerKw">The measured line-side power.</param>
    /// <param name="speedRpm">The motor speed as it stands at that instant.</param>
    public static Sample At(FanSavingsDefinition definition, Sample powerKw, Sample speedRpm)
    {
        var quality = powerKw.Quality.Worst(speedRpm.Quality);
        if (!quality.IsUsable)
        {
            return Sample.Missing(powerKw.Time, quality);
        }

        return PowerKw(definition, powerKw.Value, speedRpm.Value) is { } baselineKw
            ? new Sample(powerKw.Time, baselineKw, quality)
            : Sample.Missing(powerKw.Time, Quality.OutOfRange);
    }

    private static double? PowerKw(FanSavingsDefinition definition, double powerKw, double speedRpm)
    {
        var flowFraction = Affinity.FlowFraction(speedRpm, definition.RatedSpeedRpm);
        if (Math.Abs(flowFraction) <= StandstillSpeedFraction)
        {
            return Math.Abs(powerKw) <= StandstillPowerFraction * definition.FullFlowPowerKw ? 0 : null;
        }

        return definition.Curve.PowerFraction(flowFraction) * definition.FullFlowPowerKw;
    }
}
