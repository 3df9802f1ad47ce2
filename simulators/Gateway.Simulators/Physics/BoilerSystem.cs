namespace Gateway.Simulators.Physics;

/// <summary>
/// A boiler and its stack. Load sets the coal, coal and excess air set the dry gas, the scrubber saturates it, and the measuring
/// section's area turns the wet gas at its own temperature and pressure into a velocity.
/// </summary>
public sealed class BoilerSystem
{
    private const double AirO2Pct = 21.0;
    private const double NoxReferenceO2Pct = 6.0;

    private readonly BoilerScenario scenario;
    private readonly LoadProfile load;
    private readonly SmoothNoise oxygen;
    private readonly SmoothNoise sulphur;
    private readonly SmoothNoise scrubber;
    private readonly SmoothNoise nox;
    private readonly SmoothNoise no2;
    private readonly SmoothNoise dust;
    private readonly SmoothNoise temperature;
    private readonly SmoothNoise draught;
    private readonly SmoothNoise weather;

    /// <summary>The boiler of a scenario.</summary>
    public BoilerSystem(ulong seed, BoilerScenario scenario)
    {
        this.scenario = scenario;
        load = new LoadProfile(seed, "boiler load", scenario.Load);
        oxygen = Wander("oxygen", TimeSpan.FromSeconds(45), TimeSpan.FromMinutes(30));
        sulphur = Wander("sulphur", TimeSpan.FromMinutes(20), TimeSpan.FromHours(12));
        scrubber = Wander("scrubber", TimeSpan.FromSeconds(60), TimeSpan.FromHours(1));
        nox = Wander("nox", TimeSpan.FromSeconds(60), TimeSpan.FromHours(1));
        no2 = Wander("no2", TimeSpan.FromMinutes(5), TimeSpan.FromHours(2));
        dust = Wander("dust", TimeSpan.FromSeconds(40), TimeSpan.FromHours(1));
        temperature = Wander("temperature", TimeSpan.FromMinutes(2), TimeSpan.FromHours(2));
        draught = Wander("draught", TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(10));
        weather = Wander("weather", TimeSpan.FromHours(3), TimeSpan.FromHours(48));

        SmoothNoise Wander(string name, TimeSpan fastest, TimeSpan slowest) => new(seed, name, fastest, slowest);
    }

    /// <summary>The gas at one instant.</summary>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    public FlueGas At(double timeS)
    {
        var part = scenario.MinimumLoad + ((1.0 - scenario.MinimumLoad) * load.At(timeS));
        var coalKgS = CoalKgS(part);
        var o2Pct = O2Pct(part) + (0.3 * oxygen.At(timeS));
        var dryM3S = DryGasM3S(coalKgS, o2Pct);
        var barometricPa = scenario.Stack.BarometricPa + (600.0 * weather.At(timeS));
        var staticPa = StaticPressurePa(part) + (8.0 * draught.At(timeS));
        var saturatedC = ScrubberTemperatureC(part) + (0.6 * temperature.At(timeS));
        var moisture = SaturationPa(saturatedC) / (barometricPa + staticPa);
        var temperatureC = saturatedC + scenario.Stack.ReheatK;
        var noxMgM3 = NoxMgM3(part, o2Pct, timeS);
        var no2MgM3 = noxMgM3 * scenario.Abatement.No2Share * Math.Exp(0.3 * no2.At(timeS));
        return new FlueGas
        {
            Load = part,
            CoalKgS = coalKgS,
            O2Pct = o2Pct,
            DryStandardM3S = dryM3S,
            Moisture = moisture,
            TemperatureC = temperatureC,
            StaticPressurePa = staticPa,
            BarometricPa = barometricPa,
            VelocityMS = WetActualM3S(dryM3S, moisture, temperatureC, barometricPa + staticPa) / scenario.Stack.DuctAreaM2,
            So2MgM3 = So2KgS(part, coalKgS, timeS) / dryM3S * 1e6,
            NoMgM3 = (noxMgM3 - no2MgM3) / FlueGas.NoAsNo2,
            No2MgM3 = no2MgM3,
            DustMgM3 = scenario.Abatement.FilterDustMgM3 * Math.Sqrt(part) * Math.Exp(0.5 * dust.At(timeS)),
        };
    }

    /// <summary>Pressure of saturated water vapour, Pa; Magnus's formula over water (WMO-No. 8), 0..100 degC.</summary>
    internal static double SaturationPa(double temperatureC) => 611.2 * Math.Exp(17.62 * temperatureC / (243.12 + temperatureC));

    /// <summary>A boiler burns a little more for each kg of steam at part load: 3 % at half load.</summary>
    private double CoalKgS(double part) => scenario.FullLoadCoalKgS * part * (1.0 + (0.06 * (1.0 - part)));

    /// <summary>Burners need more excess air the further they are turned down.</summary>
    private double O2Pct(double part)
    {
        var turndown = (1.0 - part) / (1.0 - scenario.MinimumLoad);
        return scenario.FullLoadO2Pct + ((scenario.MinimumLoadO2Pct - scenario.FullLoadO2Pct) * Math.Pow(turndown, 1.3));
    }

    private double DryGasM3S(double coalKgS, double o2Pct)
    {
        var excessAir = AirO2Pct / (AirO2Pct - o2Pct);
        return coalKgS * (scenario.TheoreticalDryGasM3Kg + ((excessAir - 1.0) * scenario.TheoreticalAirM3Kg));
    }

    private double StaticPressurePa(double part)
    {
        var stack = scenario.Stack;
        return stack.NoFlowPressurePa + ((stack.FullLoadPressurePa - stack.NoFlowPressurePa) * part * part);
    }

    private double ScrubberTemperatureC(double part) => scenario.Stack.ScrubberTemperatureC - (4.0 * (1.0 - part));

    private static double WetActualM3S(double dryM3S, double moisture, double temperatureC, double absolutePa) =>
        dryM3S / (1.0 - moisture) * ((FlueGas.StandardK + temperatureC) / FlueGas.StandardK) * (FlueGas.StandardPa / absolutePa);

    /// <summary>One kg of sulphur makes two of SO2; the scrubber lets more pass the harder it is loaded.</summary>
    private double So2KgS(double part, double coalKgS, double timeS)
    {
        var formed = 2.0 * coalKgS * scenario.Abatement.CoalSulphur * Math.Exp(0.4 * sulphur.At(timeS)) * scenario.Abatement.SulphurToGas;
        return formed * scenario.Abatement.ScrubberSlip * (0.6 + (0.4 * part)) * Math.Exp(0.6 * scrubber.At(timeS));
    }

    /// <summary>NOx as NO2 behind the catalyst at the oxygen that is there: hotter flames make more of it.</summary>
    private double NoxMgM3(double part, double o2Pct, double timeS)
    {
        var formed = scenario.Abatement.FormedNoxMgM3 * (0.7 + (0.3 * part)) * Math.Exp(0.5 * nox.At(timeS));
        return formed * scenario.Abatement.CatalystSlip * (AirO2Pct - o2Pct) / (AirO2Pct - NoxReferenceO2Pct);
    }
}
