using Gateway.Emissions;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>A pollutant of a stack and where it is measured: one point, or NO and NO2.</summary>
internal sealed record PollutantOptions(PollutantDefinition Definition, PointReference? Reading, PointReference? No, PointReference? No2);

/// <summary>Reads a stack's <c>so2:</c>, <c>nox:</c> and <c>dust:</c>.</summary>
internal static class PollutantSection
{
    private static readonly (string Key, PollutantKind Kind)[] Kinds =
        [("so2", PollutantKind.So2), ("nox", PollutantKind.Nox), ("dust", PollutantKind.Dust)];

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
        var inParts = kind == PollutantKind.Nox && !map.Has("reading");
        var options = new PollutantOptions(
            definition,
            inParts ? null : Point(map, "reading", points),
            inParts ? Point(map, "no", points) : null,
            inParts ? Point(map, "no2", points) : null);
        map.RejectUnknownKeys();
        return options;
    }

    // By volume or by mass: the calculation converts from the unit that the series names.
    private static PointReference? Point(YamlMap map, string key, PointDirectory points) => points.Point(map, key, "mg/m3", "ppm");
}
