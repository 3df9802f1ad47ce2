using Gateway.Core;

namespace Gateway.Emissions.Tests;

public sealed class StackLoadTests
{
    private const string Flow = "emission,stack=boiler-1 flow_dry_std_m3_h";

    [Fact]
    public void Fold_OneEvaluation_MeetsTheWorkedExample()
    {
        var plant = new StackPlant();
        plant.Poll(0);

        Assert.Equal(StackPlant.FlowM3PerH, Assert.Single(plant.OfKey(Flow)).Value, 1e-3);
        AssertOne(28.4, plant.Of("so2", "instant", "concentration_mg_m3"));
        AssertOne(32.769231, plant.Of("so2", "instant", "corrected_mg_m3"));
        AssertOne(12.90390, plant.Of("so2", "instant", "rate_kg_h"));
        AssertOne((20 * 46 / 30.0) + 3, plant.Of("nox", "instant", "concentration_mg_m3"));
        // Dust is read wet and at the stack's condition: T14 times 4/12, then dry.
        AssertOne(15.897078 / 3 / 0.88, plant.Of("dust", "instant", "concentration_mg_m3"));
    }

    [Fact]
    public void Fold_ConstantHour_LoadIsRateTimesTime()
    {
        var plant = new StackPlant();
        plant.Run(0, 3600, 10);

        AssertOne(12.90390, plant.Of("so2", "hour", "load_kg"));
        AssertOne(28.4, plant.Of("so2", "hour", "concentration_mg_m3"));
        AssertOne(32.769231, plant.Of("so2", "hour", "corrected_mg_m3"));
        AssertOne(100, plant.Of("so2", "hour", "coverage_pct"));
        Assert.Equal(StackPlant.At(3600), plant.Of("so2", "hour", "load_kg")[0].Time);
        Assert.Equal(60, plant.Of("so2", "minute", "load_kg").Count);
        Assert.Equal(0.215065, plant.Of("so2", "minute", "load_kg")[7].Value, 1e-6);
        Assert.Equal(Quality.Good, plant.Of("so2", "hour", "load_kg")[0].Quality);
    }

    [Fact]
    public void Fold_ConcentrationAndFlowRiseTogether_MeetsTheClosedForm()
    {
        var plant = new StackPlant();
        for (var t = 0; t <= 3600; t += 5)
        {
            var x = t / 3600.0;
            plant.Poll(t, reading => plant.Is(reading, "so2") ? reading with { Value = 20 + (60 * x) }
                : plant.Is(reading, "velocity") ? reading with { Value = 15.2 * (1 + x) }
                : reading);
        }

        // The integral of (20 + 60x)(1 + x) over 0..1 is 80.
        Assert.Equal(80 * StackPlant.FlowM3PerH * 1e-6, Total(plant, PollutantKind.So2).LoadKg, 1e-4);
        AssertOne(50, plant.Of("so2", "hour", "concentration_mg_m3"));
    }

    [Fact]
    public void Fold_Calibration_IsLeftOutAndShowsInTheCoverage()
    {
        var plant = new StackPlant();
        plant.Run(0, 3600, 10, reading => plant.Is(reading, "so2") && Minute(reading) is >= 10 and < 15
            ? reading with { Value = 900, Quality = Quality.Calibration }
            : reading);

        var load = Assert.Single(plant.Of("so2", "hour", "load_kg"));
        Assert.Equal(Quality.PartialCoverage, load.Quality);
        // The segments that lead into and out of the calibration are lost with it: 10:00 minus 10 s up to 15:00.
        Assert.Equal(12.90390 * (3600 - 310) / 3600, load.Value, 1e-4);
        AssertOne((3600 - 310) / 36.0, plant.Of("so2", "hour", "coverage_pct"));
        AssertOne(28.4, plant.Of("so2", "hour", "concentration_mg_m3"), Quality.PartialCoverage);
        AssertOne(100, plant.Of("dust", "hour", "coverage_pct"));
        Assert.Equal(Quality.Calibration, plant.Of("so2", "minute", "load_kg")[12].Quality);
        Assert.Equal(0, plant.Of("so2", "minute", "load_kg")[12].Value);
        Assert.True(double.IsNaN(plant.Of("so2", "minute", "concentration_mg_m3")[12].Value));
    }

    [Theory]
    [InlineData(20.95, CorrectionOutcome.OxygenTooHigh)]
    [InlineData(21.4, CorrectionOutcome.OxygenTooHigh)]
    [InlineData(-3, CorrectionOutcome.OxygenInvalid)]
    [InlineData(double.NaN, CorrectionOutcome.OxygenInvalid)]
    public void Fold_OxygenNearAirOrInvalid_KeepsTheLoadAndGivesNoCorrectedValue(double oxygenPct, CorrectionOutcome expected)
    {
        var plant = new StackPlant();
        plant.Run(0, 60, 10, reading => plant.Is(reading, "o2") ? reading with { Value = oxygenPct } : reading);

        foreach (var period in new[] { "instant", "minute" })
        {
            Assert.Equal((double)expected, plant.OfKey(Outcome(period))[^1].Value);
            var corrected = plant.Of("so2", period, "corrected_mg_m3")[^1];
            Assert.True(double.IsNaN(corrected.Value));
            Assert.False(corrected.Quality.IsUsable);
            Assert.Equal(28.4, plant.Of("so2", period, "concentration_mg_m3")[^1].Value, 1e-9);
        }

        Assert.Equal(0.215065, Total(plant, PollutantKind.So2).LoadKg, 1e-6);
    }

    [Fact]
    public void Fold_OxygenMoves_HourIsCorrectedFromTheMeans()
    {
        var plant = new StackPlant();
        plant.Run(0, 3600, 10, reading =>
            plant.Is(reading, "o2") ? reading with { Value = 4 + (12 * (reading.Time - StackPlant.Start).TotalHours) } : reading);

        AssertOne(28.4 * 15 / (21 - 10), plant.Of("so2", "hour", "corrected_mg_m3"));
    }

    [Theory]
    [InlineData("temperature", Quality.Timeout)]
    [InlineData("pressure", Quality.Disconnected)]
    [InlineData("moisture", Quality.Maintenance)]
    public void Fold_GasInputBad_StopsTheLoadButNotADryStandardConcentration(string field, Quality quality)
    {
        var plant = new StackPlant();
        plant.Run(0, 60, 10, reading => plant.Is(reading, field) ? reading with { Quality = quality } : reading);

        Assert.Equal(TimeSpan.Zero, Total(plant, PollutantKind.So2).Covered);
        Assert.Equal(quality, plant.Of("so2", "minute", "load_kg")[0].Quality);
        Assert.Equal(0, plant.Of("so2", "minute", "coverage_pct")[0].Value);
        AssertOne(28.4, plant.Of("so2", "minute", "concentration_mg_m3"));
        Assert.Equal(quality, plant.Of("dust", "minute", "concentration_mg_m3")[0].Quality);
    }

    [Fact]
    public void Fold_HeldInputGrowsOld_IsStale()
    {
        var plant = new StackPlant();
        plant.Poll(0);
        for (var t = 10; t <= 60; t += 10)
        {
            plant.Fold(plant.Read("velocity", t, 15.2));
        }

        Assert.Equal(TimeSpan.FromSeconds(30), Total(plant, PollutantKind.So2).Covered);
        Assert.Equal(Quality.Stale, plant.OfKey(Flow)[^1].Quality);
    }

    [Fact]
    public void Fold_Gap_IsLeftOut()
    {
        var plant = new StackPlant();
        plant.Run(0, 60, 10);
        plant.Run(600, 660, 10);

        var total = Total(plant, PollutantKind.So2);
        Assert.Equal(TimeSpan.FromSeconds(120), total.Covered);
        Assert.Equal(0.215065 * 2, total.LoadKg, 1e-5);
        Assert.Equal((StackPlant.At(0), StackPlant.At(660)), (total.FirstCovered, total.LastCovered));
        Assert.Equal(Quality.PartialCoverage, plant.Of("so2", "total", "load_kg")[^1].Quality);
    }

    [Fact]
    public void Fold_ReadingOutsideItsRange_IsNotBelieved()
    {
        var plant = new StackPlant();
        plant.Poll(0, reading => plant.Is(reading, "so2") ? reading with { Value = 28_400 } : reading);

        Assert.Equal(Quality.OutOfRange, plant.Of("so2", "instant", "concentration_mg_m3")[0].Quality);
    }

    [Fact]
    public void Fold_SmallNegativeConcentration_StaysNegative()
    {
        var plant = new StackPlant();
        plant.Run(0, 60, 10, reading => plant.Is(reading, "so2") ? reading with { Value = -0.5 } : reading);

        Assert.True(Total(plant, PollutantKind.So2).LoadKg < 0);
    }

    [Theory]
    [InlineData(-0.2, Quality.Good, 0)]
    [InlineData(-3, Quality.OutOfRange, double.NaN)]
    public void Fold_VelocityBelowZero_IsStandingGasOrAFault(double velocity, Quality quality, double flow)
    {
        var plant = new StackPlant();
        plant.Poll(0, reading => plant.Is(reading, "velocity") ? reading with { Value = velocity } : reading);

        Assert.Equal(quality, plant.OfKey(Flow)[0].Quality);
        Assert.Equal(flow, plant.OfKey(Flow)[0].Value);
    }

    [Fact]
    public void Fold_PressureInAWrongUnit_IsNotBelieved()
    {
        var plant = new StackPlant();
        plant.Poll(0, reading => plant.Is(reading, "pressure") ? reading with { Value = -500 } : reading);

        Assert.Equal(Quality.OutOfRange, plant.OfKey(Flow)[0].Quality);
    }

    [Fact]
    public void Fold_GasInPpm_IsConvertedByItsOwnMolarMass()
    {
        var plant = new StackPlant(gasUnit: "ppm");
        plant.Poll(0, reading => plant.Is(reading, "no") ? reading with { Value = 100 }
            : plant.Is(reading, "no2") ? reading with { Value = 5 } : reading);

        AssertOne(28.4 * 64 / 22.4, plant.Of("so2", "instant", "concentration_mg_m3"));
        AssertOne(215.6250, plant.Of("nox", "instant", "concentration_mg_m3"));
    }

    [Fact]
    public void Fold_WetOxygen_IsDriedFirst()
    {
        var plant = new StackPlant(definition => definition with { OxygenBasis = GasBasis.Wet });
        plant.Poll(0, reading => plant.Is(reading, "o2") ? reading with { Value = 6 } : reading);

        AssertOne(28.4 * 15 / (21 - 6.818182), plant.Of("so2", "instant", "corrected_mg_m3"));
    }

    [Fact]
    public void Fold_NoReferenceOxygen_CorrectedIsTheMeasured()
    {
        var plant = new StackPlant(definition => definition with { ReferenceOxygenPct = null });
        plant.Poll(0);

        AssertOne(28.4, plant.Of("so2", "instant", "corrected_mg_m3"));
        Assert.Null(plant.Catalog.Find(Outcome("instant")));
    }

    [Fact]
    public void Fold_SameOrEarlierReadingAgain_CountsNothingTwice()
    {
        var plant = new StackPlant();
        plant.Run(0, 20, 10);
        var (before, count) = (plant.Load.State, plant.Results.Count);
        plant.Fold(plant.Read("velocity", 20, 15.2), plant.Read("velocity", 5, 15.2), plant.Read("so2", 5, 99));

        Assert.Equal(before, plant.Load.State);
        Assert.Equal(count, plant.Results.Count);
    }

    private static string Outcome(string period) => $"emission,period={period},stack=boiler-1 oxygen_correction";

    private static PollutantTotal Total(StackPlant plant, PollutantKind kind) => plant.Load.Totals.Single(total => total.Kind == kind);

    private static int Minute(Reading reading) => (int)(reading.Time - StackPlant.Start).TotalMinutes;

    private static void AssertOne(double expected, List<Reading> readings, Quality quality = Quality.Good)
    {
        var reading = Assert.Single(readings);
        Assert.Equal(expected, reading.Value, 1e-4);
        Assert.Equal(quality, reading.Quality);
    }
}
