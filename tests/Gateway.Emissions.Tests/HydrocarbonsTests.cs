using Gateway.Core;

namespace Gateway.Emissions.Tests;

public sealed class HydrocarbonsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);

    // Worked example: THC 52 ppm and CH4 12 ppm of carbon leave 40 ppm (vector T07).
    [Fact]
    public void NonMethane_IsTheRest() => Assert.Equal(40, Hydrocarbons.NonMethane(52, 12));

    [Theory]
    [InlineData(1, 40, 21.428571)] // T07
    [InlineData(3, 20, 32.142857)] // T08, as propane
    public void Fold_OneReadingInPpm_IsCarbonByMass(int atoms, double ppm, double expected)
    {
        var load = Run(new PollutantDefinition(PollutantKind.Nmhc, CarbonAtoms: atoms), ("nmhc", "ppm", ppm));
        Assert.Equal(expected * load.FlowM3PerH * 1e-6, load.Kg, 1e-6);
    }

    [Fact]
    public void Fold_TotalAndMethaneWet_IsTheRestInTheDryGas()
    {
        var load = Run(new PollutantDefinition(PollutantKind.Nmhc, GasBasis.Wet), ("thc", "ppm", 52), ("ch4", "ppm", 12));
        Assert.Equal(21.428571 / (1 - 0.03) * load.FlowM3PerH * 1e-6, load.Kg, 1e-6);
    }

    [Fact]
    public void Fold_InMgPerM3_IsTakenAsCarbon()
    {
        var load = Run(new PollutantDefinition(PollutantKind.Nmhc), ("nmhc", "mg/m3", 30));
        Assert.Equal(30 * load.FlowM3PerH * 1e-6, load.Kg, 1e-6);
    }

    [Fact]
    public void Constructor_TotalWithoutMethane_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => Run(new PollutantDefinition(PollutantKind.Nmhc), ("thc", "ppm", 52)));
        Assert.Contains("nmhc needs", error.Message, StringComparison.Ordinal);
    }

    // An hour of readings each 10 s: its load and its dry standard flow.
    private static (double Kg, double FlowM3PerH) Run(
        PollutantDefinition nmhc, params IReadOnlyList<(string Field, string Unit, double Value)> gases)
    {
        Catalog catalog = [];
        int Series(string field, string unit) => catalog.Add(new Series("cems", [new("device", "rto")], field, unit));
        var velocity = Series("velocity", "m/s");
        var temperature = Series("temperature", "degC");
        var pressure = Series("pressure", "Pa");
        var of = gases.ToDictionary(gas => gas.Field, gas => Series(gas.Field, gas.Unit));
        int? Find(string field) => of.TryGetValue(field, out var index) ? index : null;
        var load = new StackLoad(
            new StackLoadDefinition
            {
                Name = "rto", AreaM2 = 1, VelocityCoefficient = 1, BarometricPressurePa = 101_325, MoisturePct = 3, Pollutants = [nmhc],
            },
            new StackInputs
            {
                Velocity = velocity, Temperature = temperature, StaticPressure = pressure,
                Nmhc = Find("nmhc"), TotalHydrocarbons = Find("thc"), Methane = Find("ch4"),
            },
            catalog);
        List<Reading> results = [];
        for (var second = 0; second <= 3600; second += 10)
        {
            var time = Start.AddSeconds(second);
            foreach (var (field, _, value) in gases)
            {
                load.Fold(new Reading(of[field], time, value, Quality.Good), results);
            }

            load.Fold(new Reading(temperature, time, 120, Quality.Good), results);
            load.Fold(new Reading(pressure, time, 0, Quality.Good), results);
            load.Fold(new Reading(velocity, time, 8, Quality.Good), results);
        }

        return (Assert.Single(load.Totals).LoadKg, StackFlow.StandardDryM3PerH(8 * 3600, 120, 101_325, 0.03));
    }
}
