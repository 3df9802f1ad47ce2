using CsCheck;
using Gateway.Simulators.Physics;

namespace Gateway.Simulators.Tests.Physics;

public sealed class BoilerSystemTests
{
    private static readonly Pollutant[] Emitted = [Pollutant.So2, Pollutant.Nox, Pollutant.Dust];

    private static readonly BoilerScenario Boiler = Demo.Boiler;
    private static readonly Gen<(double TimeS, ulong Seed)> Instants = Gen.Select(Gen.Double[1.5e9, 2.5e9], Gen.ULong);

    [Fact]
    public void At_AnyInstantAndSeed_IsAGasThatCanBe() => Instants.Sample(instant =>
    {
        var gas = new BoilerSystem(instant.Seed, Boiler).At(instant.TimeS);
        return gas.Load is > 0.4 and < 1.0
            && gas.O2Pct is > 5.0 and < 12.0
            && gas.Moisture is > 0.08 and < 0.18
            && gas.TemperatureC is > 70.0 and < 95.0
            && gas.VelocityMS is > 3.0 and < 20.0
            && gas.So2MgM3 is > 5.0 and < 120.0
            && gas.NoMgM3 is > 5.0 and < 80.0
            && gas.No2MgM3 is > 0.5 and < 10.0
            && gas.DustMgM3 is > 2.0 and < 20.0
            && Emitted.All(pollutant => gas.EmittedKgS(pollutant) > 0.0);
    });

    // Q_dry,std = 3600·F·v · T0/T · p/p0 · (1 − x): HJ 212-2017 annex D, equations 30 and 31, with 273.15 K.
    [Fact]
    public void At_AnyInstant_VelocityAndAreaGiveBackTheDryFlow() => Instants.Sample(instant =>
    {
        var gas = new BoilerSystem(instant.Seed, Boiler).At(instant.TimeS);
        var dryM3S = 1.539 * gas.VelocityMS * (273.15 / (273.15 + gas.TemperatureC))
            * ((gas.BarometricPa + gas.StaticPressurePa) / 101325.0) * (1.0 - gas.Moisture);
        return Math.Abs((dryM3S / gas.DryStandardM3S) - 1.0) < 1e-12;
    });

    // C_dry,std = C · p0/p · T/T0 / (1 − x): equations 18 and 19.
    [Fact]
    public void At_AnyInstant_DustInSituGivesBackTheDryConcentration() => Instants.Sample(instant =>
    {
        var gas = new BoilerSystem(instant.Seed, Boiler).At(instant.TimeS);
        var dry = gas.DustInSituMgM3 * (101325.0 / (gas.BarometricPa + gas.StaticPressurePa))
            * ((273.15 + gas.TemperatureC) / 273.15) / (1.0 - gas.Moisture);
        return gas.DustInSituMgM3 < gas.DustMgM3 && Math.Abs((dry / gas.DustMgM3) - 1.0) < 1e-12;
    });

    [Fact]
    public void EmittedKgS_OfSo2_IsTheSulphurThatWasNotHeldBack()
    {
        var gas = new BoilerSystem(1, Boiler).At(1.7e9);
        var formedKgS = 2.0 * 0.9 * 0.008 * gas.CoalKgS;
        Assert.InRange(gas.EmittedKgS(Pollutant.So2) / formedKgS, 0.018 * 0.6 * Math.Exp(-1.0), 0.018 * Math.Exp(1.0));
    }

    [Fact]
    public void EmittedKgS_OfNox_CountsNoAsNo2()
    {
        var gas = new BoilerSystem(1, Boiler).At(1.7e9) with { DryStandardM3S = 10.0, NoMgM3 = 30.0, No2MgM3 = 4.0 };
        Assert.Equal(10.0 * 50.0 / 1e6, gas.EmittedKgS(Pollutant.Nox), 1e-15);
    }

    [Fact]
    public void At_LowerLoad_HasMoreOxygenAndLessFlow()
    {
        var boiler = new BoilerSystem(1, Boiler);
        var gases = Enumerable.Range(0, 2000).Select(i => boiler.At(1.7e9 + (i * 120.0))).OrderBy(gas => gas.Load).ToArray();
        Assert.True(gases[^1].Load - gases[0].Load > 0.2);
        Assert.True(gases[0].O2Pct > gases[^1].O2Pct + 0.5);
        Assert.True(gases[0].VelocityMS < gases[^1].VelocityMS);
    }

    [Fact]
    public void At_AnyInstant_MovesWithoutJumps() => Instants.Sample(instant =>
    {
        var boiler = new BoilerSystem(instant.Seed, Boiler);
        var (before, after) = (boiler.At(instant.TimeS), boiler.At(instant.TimeS + 0.01));
        return Emitted
            .All(pollutant => Math.Abs((after.EmittedKgS(pollutant) / before.EmittedKgS(pollutant)) - 1.0) < 1e-3);
    });

    // Steam tables: 12.352 kPa at 50 degC, 7.385 kPa at 40 degC.
    [Theory]
    [InlineData(50.0, 12_352.0)]
    [InlineData(40.0, 7_385.0)]
    public void SaturationPa_MatchesSteamTables(double temperatureC, double expectedPa) =>
        Assert.Equal(expectedPa, BoilerSystem.SaturationPa(temperatureC), expectedPa * 0.004);
}
