using Gateway.Simulators.Physics;

namespace Gateway.Simulators.Tests;

/// <summary>The truth against sums made here, from the states themselves and in steps of its own.</summary>
public sealed class TruthTests
{
    private static readonly FanSystem Fan = new(Demo.Scenario.Seed, Demo.Fan);
    private static readonly BoilerSystem Boiler = new(Demo.Scenario.Seed, Demo.Boiler);
    private static readonly Truth Truth = new PlantDevices(Demo.Scenario, Demo.Start).Truth;
    private static readonly DateTimeOffset Until = Demo.Start + TimeSpan.FromMinutes(47.3);

    [Fact]
    public void SavedKwh_IsTheFineSumOfDamperMinusLine()
    {
        var sum = FineSum(timeS => (Fan.At(timeS).DamperLineKw - Fan.At(timeS).LineKw) / 3600.0);
        Assert.True(sum > 1.0);
        Assert.Equal(sum, Truth.SavedKwh("fan", Demo.Start, Until), sum * 1e-6);
    }

    [Fact]
    public void LineEnergyKwh_IsTheFineSum()
    {
        var sum = FineSum(timeS => Fan.At(timeS).LineKw / 3600.0);
        Assert.Equal(sum, Truth.LineEnergyKwh("fan", Demo.Start, Until), sum * 1e-6);
    }

    [Fact]
    public void LoadKg_IsTheFineSumOfConcentrationTimesFlow()
    {
        var so2 = FineLoad(gas => gas.So2MgM3);
        var nox = FineLoad(gas => (gas.NoMgM3 * 46.0 / 30.0) + gas.No2MgM3);
        var dust = FineLoad(gas => gas.DustMgM3);
        Assert.Equal(so2, Truth.LoadKg("boiler-1", Pollutant.So2, Demo.Start, Until), so2 * 1e-6);
        Assert.Equal(nox, Truth.LoadKg("boiler-1", Pollutant.Nox, Demo.Start, Until), nox * 1e-6);
        Assert.Equal(dust, Truth.LoadKg("boiler-1", Pollutant.Dust, Demo.Start, Until), dust * 1e-6);
    }

    [Fact]
    public void LineEnergyKwh_OfPartsOfAWindow_AddsUp()
    {
        var middle = Demo.Start + TimeSpan.FromMilliseconds(1_234_567);
        Assert.Equal(
            Truth.LineEnergyKwh("fan", Demo.Start, Until),
            Truth.LineEnergyKwh("fan", Demo.Start, middle) + Truth.LineEnergyKwh("fan", middle, Until),
            1e-6);
    }

    [Fact]
    public void SavedKwh_OfAWindowTurnedRound_IsZero() => Assert.Equal(0.0, Truth.SavedKwh("fan", Until, Demo.Start));

    private static double FineLoad(Func<FlueGas, double> mgM3) => FineSum(timeS =>
    {
        var gas = Boiler.At(timeS);
        return mgM3(gas) * gas.DryStandardM3S / 1e6;
    });

    private static double FineSum(Func<double, double> ratePerS)
    {
        const double stepS = 0.2;
        var steps = (int)Math.Round((Until - Demo.Start).TotalSeconds / stepS);
        return Enumerable.Range(0, steps).Sum(i => ratePerS(Demo.StartS + ((i + 0.5) * stepS)) * stepS);
    }
}
