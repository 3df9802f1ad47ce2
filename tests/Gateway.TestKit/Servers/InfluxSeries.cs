using System.Text.Json;

namespace Gateway.TestKit.Servers;

/// <summary>One series of an InfluxQL answer.</summary>
/// <param name="Name">The measurement.</param>
/// <param name="Tags">The tags it was grouped by.</param>
/// <param name="Columns">The names of the values in a row; the first is <c>time</c>.</param>
/// <param name="Rows">The values.</param>
public sealed record InfluxSeries(
    string Name, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<JsonElement>> Rows)
{
    internal static InfluxSeries Read(JsonElement series) => new(
        series.TryGetProperty("name", out var name) ? name.GetString()! : string.Empty,
        series.TryGetProperty("tags", out var tags)
            ? tags.EnumerateObject().ToDictionary(tag => tag.Name, tag => tag.Value.GetString()!)
            : [],
        [.. series.GetProperty("columns").EnumerateArray().Select(column => column.GetString()!)],
        [.. series.GetProperty("values").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.Clone()).ToArray())]);
}
