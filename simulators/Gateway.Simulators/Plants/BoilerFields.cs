using Gateway.Yaml;

namespace Gateway.Simulators;

/// <summary>Reads a boiler's numbers.</summary>
internal static class BoilerFields
{
    private const double MaxMgM3 = 100_000;

    public static BoilerScenario Read(YamlMap boiler) => new()
    {
        Name = boiler.Name("name", "boiler"),
        Load = LoadFields.Read(boiler.Map("load")),
        MinimumLoad = boiler.Number("minimum_load", 0.2, 0.9),
        FullLoadCoalKgS = boiler.Number("coal_full_load_kg_s", 0.01, 1000),
        TheoreticalAirM3Kg = boiler.Number("theoretical_air_m3_kg", 1, 12),
        TheoreticalDryGasM3Kg = boiler.Number("theoretical_dry_gas_m3_kg", 1, 12),
        FullLoadO2Pct = boiler.Number("o2_full_load_pct", 1, 15),
        MinimumLoadO2Pct = boiler.Number("o2_minimum_load_pct", 1, 15),
        Abatement = Abatement(boiler.Map("abatement")),
        Stack = Stack(boiler.Map("stack")),
        Monitor = Monitor(boiler.Map("monitor")),
    };

    private static AbatementScenario Abatement(YamlMap abatement) => new(
        CoalSulphur: abatement.Number("coal_sulphur", 0, 0.1),
        SulphurToGas: abatement.Number("sulphur_to_gas", 0, 1),
        ScrubberSlip: abatement.Number("scrubber_slip", 0, 1),
        FormedNoxMgM3: abatement.Number("formed_nox_mg_m3", 0, MaxMgM3),
        CatalystSlip: abatement.Number("catalyst_slip", 0, 1),
        No2Share: abatement.Number("no2_share", 0, 0.5),
        FilterDustMgM3: abatement.Number("filter_dust_mg_m3", 0, MaxMgM3));

    private static StackScenario Stack(YamlMap stack) => new(
        DuctAreaM2: stack.Number("duct_area_m2", 0.01, 500),
        ScrubberTemperatureC: stack.Number("scrubber_temperature_c", 20, 80),
        ReheatK: stack.Number("reheat_k", 0, 200),
        NoFlowPressurePa: stack.Number("no_flow_pressure_pa", -5000, 0),
        FullLoadPressurePa: stack.Number("full_load_pressure_pa", -5000, 5000),
        BarometricPa: stack.Number("barometric_pa", 50_000, 110_000));

    private static MonitorScenario Monitor(YamlMap monitor) => new()
    {
        Unit = (byte)monitor.Integer("unit", 1, 247),
        NoisePct = monitor.Number("noise_pct", 0, 5),
        SpanGas = SpanGas(monitor.Map("span_gas")),
    };

    private static SpanGas SpanGas(YamlMap gas) => new(
        So2MgM3: gas.Number("so2_mg_m3", 0, MaxMgM3),
        NoMgM3: gas.Number("no_mg_m3", 0, MaxMgM3),
        No2MgM3: gas.Number("no2_mg_m3", 0, MaxMgM3),
        O2Pct: gas.Number("o2_pct", 0, 25));
}
