using Gateway.Yaml;

namespace Gateway.Simulators;

/// <summary>Reads a coating line's numbers.</summary>
internal static class CoatingFields
{
    private const double MaxPpm = 100_000;

    public static CoatingScenario Read(YamlMap coating) => new()
    {
        Load = LoadFields.Read(coating.Map("load")),
        MinimumLoad = coating.Number("minimum_load", 0.05, 0.9),
        FullLoadCarbonKgH = coating.Number("solvent_full_load_kg_c_h", 0.1, 10_000),
        ExtractionM3H = coating.Number("extraction_m3_h", 10, 1_000_000),
        Destruction = coating.Number("destruction", 0, 0.9999),
        BarometricPa = coating.Number("barometric_pa", 50_000, 110_000),
        Inlet = Duct(coating.Map("inlet")),
        Outlet = Duct(coating.Map("outlet")),
        NoisePct = coating.Number("noise_pct", 0, 5),
        SpanGas = SpanGas(coating.Map("span_gas")),
    };

    private static DuctScenario Duct(YamlMap duct) => new(
        Name: duct.Name("name"),
        Unit: (byte)duct.Integer("unit", 1, MachineFields.MaxUnit),
        AreaM2: duct.Number("duct_area_m2", 0.01, 500),
        TemperatureC: duct.Number("temperature_c", -20, 600),
        MoisturePct: duct.Number("moisture_pct", 0, 50),
        StaticPressurePa: duct.Number("static_pressure_pa", -5000, 5000),
        MethanePpm: duct.Number("methane_ppm", 0, MaxPpm),
        O2Pct: duct.Number("o2_pct", 0, 21));

    private static HydrocarbonSpanGas SpanGas(YamlMap gas) => new(
        TotalPpm: gas.Number("thc_ppm", 0, MaxPpm),
        MethanePpm: gas.Number("ch4_ppm", 0, MaxPpm),
        O2Pct: gas.Number("o2_pct", 0, 25));
}
