using Gateway.Core;

namespace Gateway.Energy.Tests;

public sealed class RetrofitSavingsTests
{
    [Fact]
    public void Fold_ConstantHour_IsPowerTimesTime()
    {
        var plant = Run(0, 3600, 10, 0.6, 30);

        var totals = plant.Savings.Totals;
        Assert.Equal(FanPlant.FullFlowKw * 0.83096903, totals.BaselineKwh, 6);
        Assert.Equal(30, totals.MeasuredKwh, 9);
        Assert.Equal(TimeSpan.FromHours(1), totals.Covered);
        Assert.Equal((FanPlant.At(0), FanPlant.At(3600)), (totals.FirstCovered, totals.LastCovered));
    }

    [Fact]
    public void Fold_RampOverAnHour_MeetsTheClosedForm()
    {
        var plant = new FanPlant();
        for (var t = 0; t <= 3600; t++)
        {
            var s = 0.5 + (0.5 * t / 3600);
            plant.Poll(t, s, FanPlant.FullFlowKw * s * s * s);
        }

        // The mean of a polynomial over s = 0.5..1, term by term.
        double Mean(int power) => (1 - Math.Pow(0.5, power + 1)) / (power + 1) / 0.5;
        var baseline = FanPlant.FullFlowKw * (0.37073425 + (0.97250253 * Mean(1)) - (0.34240761 * Mean(2)));
        var measured = FanPlant.FullFlowKw * Mean(3);
        Assert.Equal(baseline, plant.Savings.Totals.BaselineKwh, 1e-5);
        Assert.Equal(measured, plant.Savings.Totals.MeasuredKwh, 1e-5);
        Assert.Equal(baseline - measured, Assert.Single(plant.Of("hour", "saved_kwh")).Value, 1e-5);
    }

    [Fact]
    public void Fold_MinuteEnds_EmitsItsRecordStampedWithTheEnd()
    {
        var plant = Run(0, 60, 10, 0.6, 30);

        Assert.Equal(
            new Reading(plant.Of("minute", "measured_kwh")[0].Series, FanPlant.At(60), 0.5, Quality.Good),
            Rounded(Assert.Single(plant.Of("minute", "measured_kwh"))));
        Assert.Equal(100, Assert.Single(plant.Of("minute", "coverage_pct")).Value, 9);
        Assert.Equal((double)SavingsState.Estimated, Assert.Single(plant.Of("minute", "state")).Value);
        Assert.Empty(plant.Of("hour", "measured_kwh"));
    }

    [Fact]
    public void Fold_PollsBesideTheEdge_MinuteIsExactlyThatMinutes()
    {
        var plant = new FanPlant();
        for (var t = -7; t <= 73; t += 10)
        {
            plant.Poll(t, 0.6, 30 + t);
        }

        // Power is linear in time, so the minute's energy is its mean over the minute.
        var minutes = plant.Of("minute", "measured_kwh");
        Assert.Equal(2, minutes.Count);
        Assert.Equal(60.0 / 60, minutes[1].Value, 9);
        Assert.Equal(Quality.PartialCoverage, minutes[0].Quality);
        Assert.Equal(Quality.Good, minutes[1].Quality);
    }

    [Fact]
    public void Fold_Gap_IsLeftOutOfBothTermsAndShowsInTheCoverage()
    {
        var plant = Run(0, 20, 10, 0.6, 30);
        Run(plant, 60, 120, 10, 0.6, 30);

        var coverage = plant.Of("minute", "coverage_pct");
        Assert.Equal([20 / 60.0 * 100, 100], coverage.Select(reading => reading.Value), new Close());
        Assert.Equal(Quality.PartialCoverage, plant.Of("minute", "saved_kwh")[0].Quality);
        Assert.Equal(TimeSpan.FromSeconds(80), plant.Savings.Totals.Covered);
        Assert.Equal(30 * 80 / 3600.0, plant.Savings.Totals.MeasuredKwh, 9);
        Assert.Equal(80 / 120.0 * 100, plant.Of("total", "coverage_pct")[^1].Value, 9);
    }

    [Fact]
    public void Fold_BadPower_ContributesNothing()
    {
        var plant = Run(0, 20, 10, 0.6, 30);
        plant.Poll(30, 0.6, double.NaN, Quality.Timeout);
        Run(plant, 40, 60, 10, 0.6, 30);

        Assert.Equal(TimeSpan.FromSeconds(40), plant.Savings.Totals.Covered);
        Assert.Equal(Quality.PartialCoverage, Assert.Single(plant.Of("minute", "saved_kwh")).Quality);
        var instant = plant.Of("instant", "saved_kw")[3];
        Assert.Equal(Quality.Timeout, instant.Quality);
        Assert.True(double.IsNaN(instant.Value));
    }

    [Fact]
    public void Fold_StaleSpeed_StopsTheClaim()
    {
        var plant = new FanPlant();
        plant.Fold(plant.Speed(0, 900));
        for (var t = 0; t <= 60; t += 10)
        {
            plant.Fold(plant.Power(t, 30));
        }

        Assert.Equal(TimeSpan.FromSeconds(30), plant.Savings.Totals.Covered);
        Assert.Equal(Quality.Stale, plant.Of("instant", "saved_kw")[^1].Quality);
    }

    [Fact]
    public void Fold_NoSpeedAtAll_ClosesAMinuteThatClaimsNothing()
    {
        var plant = new FanPlant();
        for (var t = 0; t <= 60; t += 10)
        {
            plant.Fold(plant.Power(t, 30));
        }

        var saved = Assert.Single(plant.Of("minute", "saved_kwh"));
        Assert.Equal(0, saved.Value);
        Assert.Equal(Quality.NoData, saved.Quality);
        Assert.Equal(0, Assert.Single(plant.Of("minute", "coverage_pct")).Value);
        Assert.Equal((double)SavingsState.NotClaimable, Assert.Single(plant.Of("minute", "state")).Value);
    }

    [Fact]
    public void Fold_RetrofitTakesMore_SavingIsNegative()
    {
        var plant = Run(0, 60, 10, 1.0, 100);

        Assert.True(plant.Savings.Totals.SavedKwh < 0);
        Assert.Equal((FanPlant.FullFlowKw * 1.00082917 - 100) / 60, Assert.Single(plant.Of("minute", "saved_kwh")).Value, 8);
    }

    [Fact]
    public void Fold_SlowFan_IsNotClaimable()
    {
        var plant = Run(0, 60, 10, 0.2, 3);

        Assert.Equal(0, plant.Savings.Totals.MeasuredKwh);
        Assert.Equal(Quality.OutOfRange, Assert.Single(plant.Of("minute", "saved_kwh")).Quality);
    }

    [Fact]
    public void Fold_StandingFan_IsCoveredAndItsStandbyCountsAgainstTheSaving()
    {
        var plant = Run(0, 60, 10, 0, 0.12);

        Assert.Equal(-0.12 / 60, plant.Savings.Totals.SavedKwh, 9);
        Assert.Equal(100, Assert.Single(plant.Of("minute", "coverage_pct")).Value, 9);
    }

    [Fact]
    public void Fold_SameOrEarlierReadingAgain_CountsNothingTwice()
    {
        var plant = Run(0, 20, 10, 0.6, 30);
        var before = plant.Savings.State;
        var count = plant.Results.Count;
        plant.Fold(plant.Power(20, 30), plant.Power(5, 30));

        Assert.Equal(before, plant.Savings.State);
        Assert.Equal(count, plant.Results.Count);
    }

    [Fact]
    public void Fold_PowerInWatts_IsConverted()
    {
        var plant = new FanPlant(powerUnit: "W");
        Run(plant, 0, 3600, 10, 0.6, 30_000);

        Assert.Equal(30, plant.Savings.Totals.MeasuredKwh, 6);
    }

    [Fact]
    public void Constructor_SeriesThatIsNoPower_IsRefusedByName()
    {
        var error = Assert.Throws<ArgumentException>(() => new FanPlant(powerUnit: "kWh"));

        Assert.Contains("meter,device=fan-meter active_power", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 80)]
    [InlineData(1480, double.NaN)]
    [InlineData(-1480, 80)]
    public void Constructor_DefinitionThatCannotBe_IsRefused(double rpm, double kw)
    {
        var catalog = new Catalog();
        catalog.Add(new Series("meter", [], "active_power_kw", "kW"));
        catalog.Add(new Series("vfd", [], "motor_speed_rpm", "rpm"));
        var definition = new FanSavingsDefinition
        {
            Name = "fan", RatedSpeedRpm = rpm, FullFlowPowerKw = kw, Curve = FanCurve.InletVane,
        };

        Assert.ThrowsAny<ArgumentException>(() => new RetrofitSavings(definition, 0, 1, catalog));
    }

    private static FanPlant Run(int from, int to, int step, double speedFraction, double kw) =>
        Run(new FanPlant(), from, to, step, speedFraction, kw);

    private static FanPlant Run(FanPlant plant, int from, int to, int step, double speedFraction, double kw)
    {
        for (var t = from; t <= to; t += step)
        {
            plant.Poll(t, speedFraction, kw);
        }

        return plant;
    }

    private static Reading Rounded(Reading reading) => reading with { Value = Math.Round(reading.Value, 9) };

    private sealed class Close : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-9;

        public int GetHashCode(double obj) => 0;
    }
}
