using Gateway.Energy;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>Reads a retrofit's <c>baseline:</c>, how its machine was controlled before the drive.</summary>
internal static class BaselineSection
{
    private const double MaxKw = 100_000;
    private const double MaxRpm = 100_000;
    private const double MaxHeadM = 10_000;
    private const double MaxFlowM3PerH = 1_000_000;
    private const double SecondsPerHour = 3600;

    private static readonly Dictionary<string, FanCurve> Curves = new(StringComparer.Ordinal)
    {
        ["outlet_damper"] = FanCurve.OutletDamper,
        ["inlet_vane"] = FanCurve.InletVane,
        ["variable_speed"] = FanCurve.VariableSpeed,
    };

    private static readonly Dictionary<string, Func<YamlMap, string, RetrofitDefinition>> Kinds = new(StringComparer.Ordinal)
    {
        ["fan_curve"] = ReadFan,
        ["pump_curve"] = ReadPump,
    };

    /// <summary>The retrofit of that name, without its input's intervals.</summary>
    public static RetrofitDefinition Read(YamlMap baseline, string name)
    {
        var definition = baseline.Choice("kind", Kinds)(baseline, name);
        baseline.RejectUnknownKeys();
        return definition;
    }

    private static FanSavingsDefinition ReadFan(YamlMap fan, string name) => new()
    {
        Name = name,
        Curve = fan.Choice("control", Curves),
        FullFlowPowerKw = fan.Number("full_flow_power_kw", min: 0.01, max: MaxKw),
        RatedSpeedRpm = fan.Number("rated_speed_rpm", min: 1, max: MaxRpm),
    };

    private static PumpSavingsDefinition ReadPump(YamlMap pump, string name)
    {
        var shutOffHeadM = pump.Number("shut_off_head_m", min: 0.1, max: MaxHeadM);
        var bestFlow = pump.Number("best_flow_m3_h", min: 0.01, max: MaxFlowM3PerH) / SecondsPerHour;
        var bestHeadM = pump.Number("best_head_m", min: 0.1, max: MaxHeadM);
        var designFlow = pump.Number("design_flow_m3_h", min: 0.01, max: MaxFlowM3PerH) / SecondsPerHour;
        var designHeadM = pump.Number("design_head_m", min: 0.1, max: MaxHeadM);
        var staticHeadM = pump.Number("static_head_m", min: 0, max: MaxHeadM);
        RequireBelow(pump, "best_head_m", bestHeadM, "shut_off_head_m", shutOffHeadM);
        RequireBelow(pump, "static_head_m", staticHeadM, "design_head_m", designHeadM);
        RequireBelow(pump, "static_head_m", staticHeadM, "shut_off_head_m", shutOffHeadM);
        return new PumpSavingsDefinition
        {
            Name = name,
            Pump = new CentrifugalPump(
                shutOffHeadM,
                (shutOffHeadM - bestHeadM) / (bestFlow * bestFlow),
                pump.Number("best_efficiency", min: 0.1, max: 0.95),
                bestFlow),
            System = SystemCurve.Through(designFlow, designHeadM, staticHeadM),
            RatedSpeedRpm = pump.Number("rated_speed_rpm", min: 1, max: MaxRpm),
            DensityKgPerM3 = pump.Number("density_kg_m3", min: 500, max: 2000, CentrifugalPump.WaterKgPerM3),
            MotorKw = pump.Number("motor_kw", min: 0.1, max: MaxKw),
            Motor = ReadMotor(pump),
        };
    }

    private static MotorEfficiency ReadMotor(YamlMap pump)
    {
        const string threeQuarter = "motor_efficiency_three_quarter_load";
        var motor = MotorEfficiency.Of(
            pump.Number("motor_efficiency_full_load", min: 0.5, max: 0.995),
            pump.Number(threeQuarter, min: 0.5, max: 0.995));
        if (motor is null && pump.Has(threeQuarter))
        {
            pump.Fault(
                threeQuarter, $"'{threeQuarter}' does not fit 'motor_efficiency_full_load': no motor has both, check the data sheet");
        }

        return motor ?? MotorEfficiency.Of(0.936, 0.938)!;
    }

    private static void RequireBelow(YamlMap pump, string key, double value, string boundKey, double bound)
    {
        if (value >= bound && pump.Has(key) && pump.Has(boundKey))
        {
            pump.Fault(key, $"'{key}' must be below '{boundKey}'");
        }
    }
}
