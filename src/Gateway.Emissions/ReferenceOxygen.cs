using Gateway.Core;

namespace Gateway.Emissions;

/// <summary>The correction to reference oxygen for values that have a quality.</summary>
internal static class ReferenceOxygen
{
    /// <summary>Whether it can be made at this oxygen.</summary>
    public static CorrectionOutcome Outcome(StackLoadDefinition definition, Sample oxygenPct) =>
        oxygenPct.IsUsable ? definition.Correction.OutcomeFor(oxygenPct.Value) : CorrectionOutcome.OxygenInvalid;

    /// <summary>The concentration at reference oxygen: the measured one without a reference, none where it cannot be made.</summary>
    public static Sample Corrected(StackLoadDefinition definition, Sample concentration, Sample oxygenPct)
    {
        if (definition.ReferenceOxygenPct is not { } reference)
        {
            return concentration;
        }

        var quality = concentration.Quality.Worst(oxygenPct.Quality);
        var corrected = definition.Correction.Correct(concentration.Value, oxygenPct.Value, reference);
        return Sample.Derived(
            concentration.Time,
            corrected.MgPerM3 is null ? quality.Worst(Quality.OutOfRange) : quality,
            corrected.MgPerM3 ?? double.NaN);
    }
}
