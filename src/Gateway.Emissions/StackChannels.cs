using Gateway.Core;

namespace Gateway.Emissions;

/// <summary>Which series fills which place, and by what factor it comes into the unit that is computed with.</summary>
internal sealed class StackChannels
{
    private readonly Dictionary<int, (StackInput Input, double Factor)> channels = [];
    private readonly StackLoadDefinition definition;
    private readonly Catalog catalog;
    private readonly int velocitySeries;

    public StackChannels(StackLoadDefinition definition, StackInputs inputs, Catalog catalog)
    {
        this.definition = definition;
        this.catalog = catalog;
        velocitySeries = inputs.Velocity;
        VelocityFactor = FactorTo("m/s", catalog[inputs.Velocity]);
        Add(StackInput.Temperature, inputs.Temperature, "degC");
        Add(StackInput.StaticPressure, inputs.StaticPressure, "Pa");
        Add(StackInput.BarometricPressure, inputs.BarometricPressure, "Pa");
        Add(StackInput.Moisture, inputs.Moisture, "%");
        Add(StackInput.Oxygen, inputs.Oxygen, "%");
        AddGas(StackInput.So2, inputs.So2, PollutantKind.So2, MolarMass.SulphurDioxide);
        AddGas(StackInput.Nox, inputs.Nox, PollutantKind.Nox, MolarMass.NitrogenDioxide);
        AddGas(StackInput.No, inputs.No, PollutantKind.Nox, MolarMass.NitrogenMonoxide);
        AddGas(StackInput.No2, inputs.No2, PollutantKind.Nox, MolarMass.NitrogenDioxide);
        Add(StackInput.Dust, inputs.Dust, "mg/m3");
        AddHydrocarbons(StackInput.Nmhc, inputs.Nmhc);
        AddHydrocarbons(StackInput.TotalHydrocarbons, inputs.TotalHydrocarbons);
        AddHydrocarbons(StackInput.Methane, inputs.Methane);
    }

    /// <summary>m/s per unit of the velocity series.</summary>
    public double VelocityFactor { get; }

    /// <summary>The place that a reading fills and its sample there, or null for a reading of another series.</summary>
    public (StackInput Input, Sample Sample)? Take(in Reading reading) =>
        channels.TryGetValue(reading.Series, out var channel) ? (channel.Input, Scaled(reading, channel.Factor)) : null;

    /// <summary>The reading's sample times a factor.</summary>
    public static Sample Scaled(in Reading reading, double factor)
    {
        var sample = Sample.Of(reading);
        return sample with { Value = sample.Value * factor };
    }

    private static double FactorTo(string unit, Series series) =>
        UnitConversion.Factor(series.Unit, unit)
        ?? throw new ArgumentException($"'{series.Key}' is in '{series.Unit}', which does not convert to {unit}. Choose another series.");

    private void Add(StackInput input, int? index, string unit)
    {
        if (index is { } some)
        {
            Add(input, some, FactorTo(unit, catalog[some]));
        }
    }

    private void AddHydrocarbons(StackInput input, int? index)
    {
        var atoms = definition.Pollutants.FirstOrDefault(pollutant => pollutant.Kind == PollutantKind.Nmhc)?.CarbonAtoms ?? 1;
        AddGas(input, index, PollutantKind.Nmhc, atoms * MolarMass.Carbon);
    }

    private void AddGas(StackInput input, int? index, PollutantKind kind, double molarMass)
    {
        if (index is not { } some || UnitConversion.Factor(catalog[some].Unit, "ppm") is not { } ppm)
        {
            Add(input, index, "mg/m3");
            return;
        }

        // A share by volume is the same at any temperature and pressure, and the molar volume is that of the standard state.
        if (definition.Pollutants.Any(pollutant => pollutant.Kind == kind && pollutant.Condition == GasCondition.Actual))
        {
            throw new ArgumentException($"'{catalog[some].Key}' is in ppm, so the condition of {kind.Tag} must be standard.");
        }

        Add(input, some, GasConcentration.MgPerM3FromPpm(ppm, molarMass, definition.MolarVolume));
    }

    private void Add(StackInput input, int index, double factor)
    {
        if (index == velocitySeries || !channels.TryAdd(index, (input, factor)))
        {
            throw new ArgumentException($"'{catalog[index].Key}' is given for {input} and for another input. Give each its own series.");
        }
    }
}
