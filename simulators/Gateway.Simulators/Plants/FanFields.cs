using Gateway.Yaml;

namespace Gateway.Simulators;

/// <summary>Reads a fan's numbers.</summary>
internal static class FanFields
{
    private const double MaxKw = 10_000;

    public static FanScenario Read(YamlMap fan)
    {
        return new FanScenario
        {
            Name = fan.Name("name", "fan"),
            Load = LoadFields.Read(fan.Map("load")),
            MinimumFlow = fan.Number("minimum_flow", 0.3, 1),
            DesignShaftKw = fan.Number("design_shaft_kw", 0.1, MaxKw),
            DesignAirDensityKgM3 = fan.Number("design_air_density_kg_m3", 0.3, 3),
            AirDensityKgM3 = fan.Number("air_density_kg_m3", 0.3, 3),
            Motor = MachineFields.Motor(fan.Map("motor")),
            Drive = MachineFields.Drive(fan.Map("drive")),
            Meter = MachineFields.Meter(fan.Map("meter")),
            Damper = Damper(fan.Map("damper")),
        };
    }

    private static DamperScenario Damper(YamlMap damper) => new(
        FullFlowLineKw: damper.Number("full_flow_line_kw", 0.1, MaxKw),
        C0: damper.Number("c0", -10, 10),
        C1: damper.Number("c1", -10, 10),
        C2: damper.Number("c2", -10, 10));
}
