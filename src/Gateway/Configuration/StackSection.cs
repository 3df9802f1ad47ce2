using Gateway.Core;
using Gateway.Emissions;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>Reads <c>stacks:</c>, what pollutant loads are computed for.</summary>
internal static class StackSection
{
    private const int MaxStacks = 100;

    public static IReadOnlyList<StackOptions> Read(YamlMap root, PointDirectory points)
    {
        var maps = root.Maps("stacks");
        if (maps.Count > MaxStacks)
        {
            root.Fault("stacks", $"at most {MaxStacks} stacks");
        }

        var stacks = maps.Select(map => ReadStack(map, points)).ToList();
        UniqueNames.Require(maps, [.. stacks.Select(stack => stack?.Definition.Name ?? string.Empty)], "a stack");
        return [.. stacks.OfType<StackOptions>()];
    }

    private static StackOptions? ReadStack(YamlMap map, PointDirectory points)
    {
        var gas = StackGasPoints.Read(map, points);
        var pollutants = PollutantSection.Read(map, points);
        var definition = new StackLoadDefinition
        {
            Name = map.Name("name"),
            AreaM2 = map.Number("duct_area_m2", min: 0.001, max: 1000),
            VelocityCoefficient = map.Number("velocity_coefficient", min: 0.1, max: 2),
            ReferenceOxygenPct = map.NumberOrNull("reference_oxygen_pct", min: 0, max: 20),
            OxygenBasis = map.Choice("oxygen_basis", PollutantSection.Bases, GasBasis.Dry),
            BarometricPressurePa = map.NumberOrNull("barometric_pressure_pa", min: 50_000, max: 110_000),
            MoisturePct = map.NumberOrNull("moisture_pct", min: 0, max: 59),
            Pollutants = [.. pollutants.Select(pollutant => pollutant.Definition)],
        };
        RequireOneOf(map, "barometric_pressure", "barometric_pressure_pa");
        RequireOneOf(map, "moisture", "moisture_pct");
        RequireOxygen(map);
        map.RejectUnknownKeys();
        return gas is null
            ? null
            : new StackOptions(definition with { LargestGap = gas.LargestGap, LargestAge = gas.LargestAge }, gas, pollutants)
            {
                Text = SourceText.Of(map),
            };
    }

    private static void RequireOneOf(YamlMap map, string measured, string fixedValue)
    {
        if (map.Has(measured) == map.Has(fixedValue))
        {
            var place = map.Has(measured) ? fixedValue : "name";
            map.Fault(place, $"give either '{measured}', a measured point, or '{fixedValue}', a fixed value");
        }
    }

    private static void RequireOxygen(YamlMap map)
    {
        if (map.Has("reference_oxygen_pct") && !map.Has("oxygen"))
        {
            map.Fault("reference_oxygen_pct", "a reference oxygen needs a measured one: give 'oxygen'");
        }
    }
}

/// <summary>Where the state of a stack's gas is measured; null where the definition gives a fixed value.</summary>
internal sealed record StackGasPoints(
    PointReference Velocity,
    PointReference Temperature,
    PointReference StaticPressure,
    PointReference? BarometricPressure,
    PointReference? Moisture,
    PointReference? Oxygen)
{
    public TimeSpan LargestGap => Integrator.LargestGapFor(Velocity.Interval);

    public TimeSpan LargestAge => Integrator.LargestGapFor(All.Max(point => point.Interval));

    private IEnumerable<PointReference> All =>
        new[] { Velocity, Temperature, StaticPressure, BarometricPressure, Moisture, Oxygen }.OfType<PointReference>();

    public static StackGasPoints? Read(YamlMap map, PointDirectory points)
    {
        var velocity = points.Point(map, "velocity", "m/s");
        var temperature = points.Point(map, "temperature", "degC");
        var staticPressure = points.Point(map, "static_pressure", "Pa");
        var barometricPressure = points.PointOrNull(map, "barometric_pressure", "Pa");
        var moisture = points.PointOrNull(map, "moisture", "%");
        var oxygen = points.PointOrNull(map, "oxygen", "%");
        return velocity is null || temperature is null || staticPressure is null
            ? null
            : new StackGasPoints(velocity, temperature, staticPressure, barometricPressure, moisture, oxygen);
    }
}
