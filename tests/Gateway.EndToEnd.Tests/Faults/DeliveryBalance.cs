using System.Globalization;
using System.Text.Json;
using Gateway.TestKit.Servers;

namespace Gateway.EndToEnd.Tests.Faults;

/// <summary>What was recorded, laid beside what the database holds.</summary>
/// <param name="Recorded">Values that the journal holds.</param>
/// <param name="Lost">Recorded values that the database does not hold, or holds otherwise.</param>
/// <param name="Doubled">Values in the database that were never recorded.</param>
/// <param name="ResultsDiffer">Results that are not, bit for bit, those of a run without faults over the same readings.</param>
internal sealed record DeliveryBalance(
    int Recorded, IReadOnlyList<string> Lost, IReadOnlyList<string> Doubled, IReadOnlyList<string> ResultsDiffer)
{
    public static DeliveryBalance Of(RecordedHistory recorded, IReadOnlyList<InfluxSeries> stored)
    {
        var expected = recorded.Lines.SelectMany(ValuesOf).GroupBy(value => value.Key, value => value.Value)
            .ToDictionary(values => values.Key, values => values.Last());
        var found = stored.SelectMany(ValuesOf).ToDictionary(value => value.Key, value => value.Value);
        return new DeliveryBalance(
            expected.Count,
            [.. from value in expected
                where !found.TryGetValue(value.Key, out var other) || other != value.Value
                select $"{value.Key}: recorded {value.Value}, stored {found.GetValueOrDefault(value.Key, "nothing")}"],
            [.. from value in found where !expected.ContainsKey(value.Key) select $"{value.Key}: {value.Value}"],
            [.. recorded.Results.Zip(recorded.ReplayedResults, Difference).OfType<string>(),
                .. recorded.Results.Count() == recorded.ReplayedResults.Count
                    ? (string[])[]
                    : [$"{recorded.Results.Count()} results recorded, {recorded.ReplayedResults.Count} replayed"]]);
    }

    /// <summary>Nothing is lost, doubled or other than it should be.</summary>
    public bool IsClean => Lost.Count + Doubled.Count + ResultsDiffer.Count == 0;

    private static string? Difference(Core.Reading recorded, Core.Reading replayed) =>
        (recorded.Series, recorded.Time, recorded.Quality, BitConverter.DoubleToInt64Bits(recorded.Value))
        == (replayed.Series, replayed.Time, replayed.Quality, BitConverter.DoubleToInt64Bits(replayed.Value))
            ? null
            : $"recorded {recorded}, replayed {replayed}";

    // A value's key is series, instant and field. Neither names nor texts hold spaces, commas or equals signs in the plant of the demo.
    private static IEnumerable<KeyValuePair<string, string>> ValuesOf(string line)
    {
        var parts = line.Split(' ');
        return parts[1].Split(',').Select(field => field.Split('=')).Select(field => KeyValuePair.Create(
            $"{parts[0]} {parts[2]} {field[0]}", field[1].StartsWith('"') ? field[1].Trim('"') : Number(field[1])));
    }

    private static IEnumerable<KeyValuePair<string, string>> ValuesOf(InfluxSeries series)
    {
        var name = string.Concat(
            series.Name, string.Concat(series.Tags.Where(tag => tag.Value.Length > 0)
                .OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $",{tag.Key}={tag.Value}")));
        return from row in series.Rows
               from column in Enumerable.Range(1, series.Columns.Count - 1)
               where row[column].ValueKind != JsonValueKind.Null
               select KeyValuePair.Create(
                   $"{name} {row[0].GetInt64()} {series.Columns[column]}",
                   row[column].ValueKind == JsonValueKind.String ? row[column].GetString()! : Number(row[column].GetRawText()));
    }

    private static string Number(string text) =>
        double.Parse(text, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);
}
