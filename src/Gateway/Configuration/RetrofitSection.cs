using Gateway.Core;
using Gateway.Energy;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>Reads <c>retrofits:</c>, what savings are computed for.</summary>
internal static class RetrofitSection
{
    private const int MaxRetrofits = 1000;

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
        var definition = BaselineSection.Read(map.Map("baseline"), map.Name("name"));
        var powerPoint = points.Point(map, "power", "kW");
        if (definition is PumpSavingsDefinition pump && map.Has("flow"))
        {
            definition = pump with { Driver = PumpDriver.Flow };
        }

        var driverKey = definition.DriverUnit == "rpm" ? "speed" : "flow";
        var driverPoint = points.Point(map, driverKey, definition.DriverUnit);
        map.RejectUnknownKeys();
        if (powerPoint is null || driverPoint is null)
        {
            return null;
        }

        var aged = definition with
        {
            LargestGap = Integrator.LargestGapFor(powerPoint.Interval),
            LargestDriverAge = Integrator.LargestGapFor(driverPoint.Interval),
        };
        return new RetrofitOptions(aged, powerPoint, driverPoint, map.PlaceOf("power")) { Text = SourceText.Of(map) };
    }
}
