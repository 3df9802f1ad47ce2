using Gateway.Core;
using Gateway.Energy;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>Reads <c>retrofits:</c>, what savings are computed for.</summary>
internal static class RetrofitSection
{
    private const int MaxRetrofits = 1000;
    private static readonly Dictionary<string, FanCurve> Curves = new(StringComparer.Ordinal)
    {
        ["outlet_damper"] = FanCurve.OutletDamper,
        ["inlet_vane"] = FanCurve.InletVane,
        ["variable_speed"] = FanCurve.VariableSpeed,
    };

    private static readonly Dictionary<string, bool> Kinds = new(StringComparer.Ordinal) { ["fan_curve"] = true };

    public static IReadOnlyList<RetrofitOptions> Read(YamlMap root, PointDirectory points)
    {
        var maps = root.Maps("retrofits");
        if (maps.Count > MaxRetrofits)
        {
            root.Fault("retrofits", $"at most {MaxRetrofits} retrofits");
        }

        var retrofits = maps.Select(map => ReadRetrofit(map, points)).ToList();
        UniqueNames.Require(maps, [.. retrofits.Select(retrofit => retrofit?.Definition.Name ?? string.Empty)], "a retrofit");
        return [.. retrofits.OfType<RetrofitOptions>()];
    }

    private static RetrofitOptions? ReadRetrofit(YamlMap map, PointDirectory points)
    {
        var name = map.Name("name");
        var baseline = map.Map("baseline");
        _ = baseline.Choice("kind", Kinds);
        var curve = baseline.Choice("control", Curves);
        var power = baseline.Number("full_flow_power_kw", min: 0.01, max: 100_000);
        var speed = baseline.Number("rated_speed_rpm", min: 1, max: 100_000);
        baseline.RejectUnknownKeys();
        var powerPoint = points.Point(map, "power", "kW");
        var speedPoint = points.Point(map, "speed", "rpm");
        map.RejectUnknownKeys();
        if (powerPoint is null || speedPoint is null)
        {
            return null;
        }

        var definition = new FanSavingsDefinition
        {
            Name = name,
            Curve = curve,
            FullFlowPowerKw = power,
            RatedSpeedRpm = speed,
            LargestGap = Integrator.LargestGapFor(powerPoint.Interval),
            LargestSpeedAge = Integrator.LargestGapFor(speedPoint.Interval),
        };
        return new RetrofitOptions(definition, powerPoint, speedPoint) { Text = SourceText.Of(map) };
    }
}
