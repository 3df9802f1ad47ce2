using Gateway.Core;

namespace Gateway.Emissions;

/// <summary>Refuses a stack that no load can be computed for. The messages name the setting and what it may be.</summary>
internal static class StackLoadValidation
{
    /// <exception cref="ArgumentException">Definition and inputs do not make a stack.</exception>
    public static void Check(StackLoadDefinition definition, StackInputs inputs)
    {
        ArgumentException.ThrowIfNullOrEmpty(definition.Name);
        Require(IsPositive(definition.AreaM2), "AreaM2 must be above 0.");
        Require(IsPositive(definition.VelocityCoefficient), "VelocityCoefficient must be above 0; take it from the parallel runs.");
        Require(IsPositive(definition.MolarVolume), "MolarVolume must be above 0.");
        Require(IsSpan(definition.LargestGap, Integrator.LongestGap), $"LargestGap must be above 0 and at most {Integrator.LongestGap}.");
        Require(IsSpan(definition.LargestAge, TimeSpan.MaxValue), "LargestAge must be above 0.");
        CheckGas(definition, inputs);
        CheckOxygen(definition, inputs);
        CheckPollutants(definition, inputs);
    }

    private static void CheckGas(StackLoadDefinition definition, StackInputs inputs)
    {
        Require(
            definition.BarometricPressurePa is null != inputs.BarometricPressure is null,
            "Give the barometric pressure either fixed, in Pa, or as a series.");
        Require(definition.BarometricPressurePa is not { } pressure || IsPositive(pressure), "BarometricPressurePa must be above 0.");
        Require(definition.MoisturePct is null != inputs.Moisture is null, "Give the moisture either fixed, in %, or as a series.");
        Require(
            definition.MoisturePct is not { } moisture || Moisture.IsPlausible(moisture / 100),
            $"MoisturePct must be at least 0 and below {Moisture.UnbelievableFraction * 100}.");
    }

    private static void CheckOxygen(StackLoadDefinition definition, StackInputs inputs)
    {
        if (definition.ReferenceOxygenPct is { } reference)
        {
            Require(inputs.Oxygen is not null, "A reference oxygen needs the oxygen series; give it or leave out the reference.");
            Require(
                reference >= 0 && definition.Correction.OutcomeFor(reference) == CorrectionOutcome.Computed,
                "ReferenceOxygenPct must be at least 0 and clearly below that of ambient air.");
        }
    }

    private static void CheckPollutants(StackLoadDefinition definition, StackInputs inputs)
    {
        Require(definition.Pollutants.Count > 0, "Name at least one pollutant.");
        foreach (var group in definition.Pollutants.GroupBy(pollutant => pollutant.Kind))
        {
            Require(group.Count() == 1, $"Name {group.Key.Tag} once.");
            Require(HasInput(group.Key, inputs), group.Key switch
            {
                PollutantKind.Nox => "nox needs either one series as NO2 or one for NO and one for NO2.",
                PollutantKind.Nmhc => "nmhc needs either one series or one for all hydrocarbons and one for methane.",
                _ => $"{group.Key.Tag} needs its series.",
            });
            Require(group.All(pollutant => pollutant.CarbonAtoms is >= 1 and <= 30), "CarbonAtoms must be 1 to 30.");
        }
    }

    private static bool HasInput(PollutantKind kind, StackInputs inputs) => kind switch
    {
        PollutantKind.So2 => inputs.So2 is not null,
        PollutantKind.Nox => IsOneOrBoth(inputs.Nox, inputs.No, inputs.No2),
        PollutantKind.Nmhc => IsOneOrBoth(inputs.Nmhc, inputs.TotalHydrocarbons, inputs.Methane),
        _ => inputs.Dust is not null,
    };

    private static bool IsOneOrBoth(int? one, int? first, int? second) =>
        one is not null ? first is null && second is null : first is not null && second is not null;

    private static bool IsPositive(double value) => value > 0 && double.IsFinite(value);

    private static bool IsSpan(TimeSpan value, TimeSpan largest) => value > TimeSpan.Zero && value <= largest;

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message);
        }
    }
}
