using Gateway.Yaml;

namespace Gateway.Simulators;

/// <summary>Reads a pump's numbers.</summary>
internal static class PumpFields
{
    private const double MaxM = 1000;
    private const double MaxM3H = 100_000;

    public static PumpScenario Read(YamlMap pump)
    {
        var read = new PumpScenario
        {
            Name = pump.Name("name"),
            Load = LoadFields.Read(pump.Map("load")),
            MinimumFlow = pump.Number("minimum_flow", 0.3, 1),
            DesignFlowM3H = pump.Number("design_flow_m3_h", 0.1, MaxM3H),
            DesignHeadM = pump.Number("design_head_m", 1, MaxM),
            StaticHeadM = pump.Number("static_head_m", 0, MaxM),
            ShutOffHeadM = pump.Number("shut_off_head_m", 1, MaxM),
            BestFlowM3H = pump.Number("best_flow_m3_h", 0.1, MaxM3H),
            BestHeadM = pump.Number("best_head_m", 1, MaxM),
            BestEfficiency = pump.Number("best_efficiency", 0.2, 0.95),
            Motor = MachineFields.Motor(pump.Map("motor")),
            Drive = MachineFields.Drive(pump.Map("drive")),
            Meter = MachineFields.Meter(pump.Map("meter")),
        };
        RequireBelow(pump, "best_head_m", read.BestHeadM, "shut_off_head_m", read.ShutOffHeadM);
        RequireBelow(pump, "static_head_m", read.StaticHeadM, "design_head_m", read.DesignHeadM);
        if (read.DesignFlowM3H > 1.5 * read.BestFlowM3H)
        {
            pump.Fault("design_flow_m3_h", "must be at most 1.5 times 'best_flow_m3_h': the pump's efficiency falls to nothing beyond");
        }

        return read;
    }

    private static void RequireBelow(YamlMap pump, string key, double value, string boundKey, double bound)
    {
        if (value >= bound && pump.Has(key) && pump.Has(boundKey))
        {
            pump.Fault(key, $"'{key}' must be below '{boundKey}'");
        }
    }
}
