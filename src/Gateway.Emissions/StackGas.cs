using System.Collections.Immutable;
using Gateway.Core;

namespace Gateway.Emissions;

/// <summary>
/// The gas in the stack at one instant, from what is held. Whatever is derived has the worst quality of what it needed: a
/// concentration read dry and standard is good even while the temperature is not.
/// </summary>
internal readonly struct StackGas
{
    private const double LowestTemperatureC = -50;
    private const double HighestTemperatureC = 1500;

    // A velocity this far below zero is noise on a standing gas; further below it is a wrong sign or reversed lines.
    private const double StandingNoiseMPerS = 0.5;

    private readonly StackLoadDefinition definition;
    private readonly ImmutableArray<Sample> held;
    private readonly DateTimeOffset time;
    private readonly StackSources sources;
    private readonly Sample temperatureC;
    private readonly Sample pressurePa;
    private readonly Sample moisture;

    /// <param name="definition">The stack.</param>
    /// <param name="held">The latest of each input, by its place.</param>
    /// <param name="time">The instant.</param>
    /// <param name="sources">Which pollutants come as one reading.</param>
    public StackGas(StackLoadDefinition definition, ImmutableArray<Sample> held, DateTimeOffset time, StackSources sources)
    {
        this.definition = definition;
        this.held = held;
        this.time = time;
        this.sources = sources;
        temperatureC = Held(StackInput.Temperature).Within(LowestTemperatureC, HighestTemperatureC);
        pressurePa = AbsolutePressure();
        moisture = MoistureFraction();
    }

    /// <summary>Dry standard flow, m³/h.</summary>
    public Sample Flow(Sample velocityMPerS)
    {
        var velocity = velocityMPerS.Within(-StandingNoiseMPerS, double.MaxValue);
        var mean = StackVelocity.SectionMeanMPerS(definition.VelocityCoefficient, Math.Max(velocity.Value, 0));
        var actual = StackFlow.ActualM3PerH(definition.AreaM2, mean);
        var quality = velocity.Quality.Worst(temperatureC.Quality).Worst(pressurePa.Quality).Worst(moisture.Quality);
        return Sample.Derived(
            time, quality, StackFlow.StandardDryM3PerH(actual, temperatureC.Value, pressurePa.Value, moisture.Value));
    }

    /// <summary>Dry oxygen, volume %.</summary>
    public Sample Oxygen() => Dry(
        Held(StackInput.Oxygen).Within(OxygenCorrection.LowestOxygenPct, 100), definition.OxygenBasis);

    /// <summary>A pollutant's concentration, dry and standard, mg/m³.</summary>
    public Sample Concentration(PollutantDefinition pollutant)
    {
        var read = Read(pollutant.Kind).Within(pollutant.SmallestMgPerM3, pollutant.LargestMgPerM3);
        return Dry(pollutant.Condition == GasCondition.Actual ? Standard(read) : read, pollutant.Basis);
    }

    private Sample Read(PollutantKind kind) => kind switch
    {
        PollutantKind.So2 => Held(StackInput.So2),
        PollutantKind.Dust => Held(StackInput.Dust),
        PollutantKind.Nmhc => sources.NmhcInOne ? Held(StackInput.Nmhc) : NmhcFromBoth(),
        _ => sources.NoxInOne ? Held(StackInput.Nox) : NoxFromBoth(),
    };

    private Sample NmhcFromBoth()
    {
        var (total, methane) = (Held(StackInput.TotalHydrocarbons), Held(StackInput.Methane));
        return Sample.Derived(time, total.Quality.Worst(methane.Quality), Hydrocarbons.NonMethane(total.Value, methane.Value));
    }

    private Sample NoxFromBoth()
    {
        var (no, no2) = (Held(StackInput.No), Held(StackInput.No2));
        return Sample.Derived(time, no.Quality.Worst(no2.Quality), NitrogenOxides.AsNo2(no.Value, no2.Value));
    }

    private Sample Standard(Sample actual) => Sample.Derived(
        time,
        actual.Quality.Worst(temperatureC.Quality).Worst(pressurePa.Quality),
        StandardState.Concentration(actual.Value, temperatureC.Value, pressurePa.Value));

    private Sample Dry(Sample read, GasBasis basis) => basis == GasBasis.Dry
        ? read
        : Sample.Derived(time, read.Quality.Worst(moisture.Quality), Moisture.DryFromWet(read.Value, moisture.Value) ?? double.NaN);

    private Sample AbsolutePressure()
    {
        var barometric = definition.BarometricPressurePa is { } fixedPa
            ? new Sample(time, fixedPa, Quality.Good)
            : Held(StackInput.BarometricPressure);
        var gauge = Held(StackInput.StaticPressure);
        return Sample.Derived(time, barometric.Quality.Worst(gauge.Quality), barometric.Value + gauge.Value)
            .Within(definition.SmallestStackPressurePa, definition.LargestStackPressurePa);
    }

    private Sample MoistureFraction()
    {
        var percent = definition.MoisturePct is { } fixedPct
            ? new Sample(time, fixedPct, Quality.Good)
            : Held(StackInput.Moisture);
        return percent.IsUsable && !Moisture.IsPlausible(percent.Value / 100)
            ? Sample.Missing(time, Quality.OutOfRange)
            : percent with { Value = percent.Value / 100 };
    }

    private Sample Held(StackInput input) => held[(int)input].HeldUntil(time, definition.LargestAge);
}

/// <summary>Which pollutants come as one reading.</summary>
/// <param name="NoxInOne">True for nitrogen oxides as one reading, false for NO and NO2.</param>
/// <param name="NmhcInOne">True for non-methane hydrocarbons as one reading, false for all hydrocarbons and methane.</param>
internal readonly record struct StackSources(bool NoxInOne, bool NmhcInOne);
