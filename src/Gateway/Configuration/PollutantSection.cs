using Gateway.Core;
using Gateway.Emissions;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>A pollutant of a stack and where it is measured: one point, or two that make it up.</summary>
/// <param name="Definition">How it is measured.</param>
/// <param name="Reading">The one point; null where it comes in two.</param>
/// <param name="First">NO, or all hydrocarbons.</param>
/// <param name="Second">NO2, or methane.</param>
internal sealed record PollutantOptions(
    PollutantDefinition Definition, PointReference? Reading, PointReference? First, PointReference? Second);

/// <summary>Reads a stack's <c>so2:</c>, <c>nox:</c>, <c>dust:</c> and <c>nmhc:</c>.</summary>
internal static class PollutantSection
{
    private static readonly (string Key, PollutantKind Kind)[] Kinds =
    [
        ("so2", PollutantKind.So2), ("nox", PollutantKind.Nox), ("dust", PollutantKind.Dust), ("nmhc", PollutantKind.Nmhc),
    ];

    // How many carbon atoms stand for one molecule of what an analyser's ppm are expressed as.
    private static readonly Dictionary<string, int> CarbonAtoms = new(StringComparer.Ordinal)
    {
        ["carbon"] = 1,
        ["methane"] = 1,
        ["propane"] = 3,
    };

    private static readonly Dictionary<string, GasCondition> Conditions = new(StringComparer.Ordinal)
    {
        ["standard"] = GasCondition.Standard,
        ["actual"] = GasCondition.Actual,
    };

    /// <summary>The gas that a reading may refer to.</summary>
    public static IReadOnlyDictionary<string, GasBasis> Bases { get; } = new Dictionary<string, GasBasis>(StringComparer.Ordinal)
    {
        ["dry"] = GasBasis.Dry,
        ["wet"] = GasBasis.Wet,
    };

    public static IReadOnlyList<PollutantOptions> Read(YamlMap stack, PointDirectory points)
    {
        var given = Kinds.Where(kind => stack.Has(kind.Key)).ToList();
        if (given.Count == 0)
        {
            stack.Fault("name", $"a stack emits something: give at least one of {string.Join(", ", Kinds.Select(kind => kind.Key))}");
        }

        return [.. given.Select(kind => Read(stack.Map(kind.Key), kind.Kind, points))];
    }

    private static PollutantOptions Read(YamlMap map, PollutantKind kind, PointDirectory points)
    {
        var definition = new PollutantDefinition(
            kind,
            map.Choice("basis", Bases, GasBasis.Dry),
            map.Choice("condition", Conditions, GasCondition.Standard));
        if (kind == PollutantKind.Nmhc)
        {
            definition = definition with { CarbonAtoms = map.Choice("expressed_as", CarbonAtoms, CarbonAtoms["carbon"]) };
        }

        var options = ReadPoints(map, definition, points);
        if (kind == PollutantKind.Nmhc && map.Has("expressed_as")
            && (options.Reading ?? options.First) is { } point && UnitConversion.Factor(point.Unit, "ppm") is null)
        {
            map.Fault("expressed_as", $"'expressed_as' is for readings in ppm, but this one is in {point.Unit}, which is taken as carbon");
        }

        map.RejectUnknownKeys();
        return options;
    }

    private static PollutantOptions ReadPoints(YamlMap map, PollutantDefinition definition, PointDirectory points)
    {
        (string First, string Second)? parts = definition.Kind switch
        {
            PollutantKind.Nox => ("no", "no2"),
            PollutantKind.Nmhc => ("thc", "ch4"),
            _ => null,
        };
        return parts is var (first, second) && !map.Has("reading")
            ? new PollutantOptions(definition, null, Point(map, first, points), Point(map, second, points))
            : new PollutantOptions(definition, Point(map, "reading", points), null, null);
    }

    // By volume or by mass: the calculation converts from the unit that the series names.
    private static PointReference? Point(YamlMap map, string key, PointDirectory points) => points.Point(map, key, "mg/m3", "ppm");
}
