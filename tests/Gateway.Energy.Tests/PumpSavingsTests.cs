using Gateway.Core;

namespace Gateway.Energy.Tests;

public sealed class PumpSavingsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);

    // The pump of the vectors P1, on a system with 15 m of static head, and the motor of the vector M5.
    private static readonly PumpSavingsDefinition Pump = new()
    {
        Name = "pump-1",
        Pump = new CentrifugalPump(60, 1500, 0.82, 0.1),
        System = SystemCurve.Through(0.1, 45, 15),
        RatedSpeedRpm = 1480,
        MotorKw = 75,
        Motor = MotorEfficiency.Of(0.936, 0.938)!,
    };

    [Theory]
    [InlineData(0.85440037, 0.08, 50.138770)]
    [InlineData(0.72111026, 0.06, 46.557430)]
    public void BaselineAt_ASpeed_IsTheThrottledPumpAtItsFlowOverTheMotorsEfficiency(double speed, double flow, double throttledKw)
    {
        var lineKw = throttledKw / Pump.Motor.At(throttledKw / 75);

        Assert.Equal(lineKw, At(30, speed * 1480).Value, 1e-5);
        Assert.Equal(lineKw, At(30, flow * 3600, Pump with { Driver = PumpDriver.Flow }).Value, 1e-5);
    }

    [Theory]
    [InlineData(740)] // The pump lifts nothing below half its speed.
    [InlineData(745)]
    [InlineData(2300)]
    [InlineData(-1200)]
    public void BaselineAt_OutsideThePumpsRange_IsNotClaimable(double speedRpm) =>
        Assert.Equal(Quality.OutOfRange, At(20, speedRpm).Quality);

    [Theory]
    [InlineData(0, 0.5, true)]
    [InlineData(10, 1, true)]
    [InlineData(0, 48, false)]
    public void BaselineAt_Standstill_IsZeroUnlessPowerFlows(double speedRpm, double powerKw, bool claimable)
    {
        var baseline = At(powerKw, speedRpm);

        Assert.Equal(claimable, baseline.IsUsable);
        Assert.Equal(claimable ? 0 : double.NaN, baseline.Value);
    }

    [Fact]
    public void BaselineAt_DenserLiquid_TakesMorePower() =>
        Assert.True(At(30, 1300, Pump with { DensityKgPerM3 = 1100 }).Value > At(30, 1300).Value * 1.09);

    [Fact]
    public void Fold_AnHourAtOneSpeed_SavesBaselineLessMeasured()
    {
        Catalog catalog = [];
        var power = catalog.Add(new Series("meter", [new("device", "m")], "active_power_kw", "kW"));
        var speed = catalog.Add(new Series("vfd", [new("device", "d")], "motor_speed_rpm", "rpm"));
        var savings = new RetrofitSavings(Pump, power, speed, catalog);
        List<Reading> results = [];
        for (var second = 0; second <= 3600; second += 10)
        {
            savings.Fold(new Reading(speed, Start.AddSeconds(second), 0.72111026 * 1480, Quality.Good), results);
            savings.Fold(new Reading(power, Start.AddSeconds(second), 21.5, Quality.Good), results);
        }

        Assert.Equal(46.557430 / Pump.Motor.At(46.557430 / 75) - 21.5, savings.Totals.SavedKwh, 1e-4);
        Assert.Equal(TimeSpan.FromHours(1), savings.Totals.Covered);
    }

    [Fact]
    public void Constructor_AFlowInAnotherDimension_IsRefusedByName()
    {
        Catalog catalog = [];
        var power = catalog.Add(new Series("meter", [new("device", "m")], "active_power_kw", "kW"));
        var speed = catalog.Add(new Series("vfd", [new("device", "d")], "motor_speed_rpm", "rpm"));

        var error = Assert.Throws<ArgumentException>(
            () => new RetrofitSavings(Pump with { Driver = PumpDriver.Flow }, power, speed, catalog));
        Assert.Contains("motor_speed_rpm", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_StaticHeadAboveShutOff_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new RetrofitSavings(Pump with { System = new SystemCurve(61, 100) }, 0, 1, Two()));

    private static Catalog Two() =>
    [
        new Series("meter", [new("device", "m")], "active_power_kw", "kW"),
        new Series("vfd", [new("device", "d")], "motor_speed_rpm", "rpm"),
    ];

    private static Sample At(double powerKw, double driver, PumpSavingsDefinition? definition = null) =>
        (definition ?? Pump).BaselineAt(new Sample(Start, powerKw, Quality.Good), new Sample(Start, driver, Quality.Good));
}
