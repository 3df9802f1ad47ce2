using System.Globalization;
using CsCheck;
using Gateway.Core;

namespace Gateway.Influx.Tests;

/// <summary>Readings of any kind with what a database should show of them, worked out without the code under test.</summary>
internal static class AnyTicks
{
    private static readonly Gen<string> AnyName = Gen.OneOf(
        Gen.Char["abcXYZ019_-."].Array[1, 12].Select(letters => new string(letters)),
        Gen.Char["a ,=\"'\\#ü€\n\t"].Array[1, 12].Select(letters => "n" + new string(letters)));

    private static readonly Gen<Series> AnySeries = Gen.Select(
        OneOf("meter", "vfd", "cems"),
        Gen.Int[0, 3],
        OneOf("active_power_kw", "flow_m3_h", "state"),
        (measurement, device, field) => new Series(
            measurement + (field == "state" ? "_state" : ""), [new Tag("device", $"d{device}")], field, "",
            field == "state" ? ["off", "on \"x\" \\"] : []));

    private static readonly Gen<double> AnyValue = Gen.OneOf(
        Gen.Double, Gen.Double[-1000, 1000], Gen.Int[0, 3].Select(code => (double)code));

    public static readonly Gen<AnyTick> Tick = Gen.Select(AnySeries.Array[1, 12], AnyName).SelectMany((series, site) =>
    {
        var catalog = Readings.Catalog([.. series.DistinctBy(one => one.Key)]);
        var reading = Gen.Select(
            Gen.Int[0, catalog.Count - 1], Gen.Long[-1000, 1000], AnyValue, OneOf(Enum.GetValues<Quality>()),
            (index, ms, value, quality) => new Reading(index, Readings.Noon.AddMilliseconds(ms), value, quality));
        return reading.List[0, 40].Select(readings => new AnyTick(catalog, readings, site));
    });

    /// <summary>A name with what no escape carries replaced.</summary>
    public static string AsStored(string name) =>
        new([.. name.Select(letter => char.IsControl(letter) ? '_' : letter == '\\' ? '/' : letter)]);

    /// <summary>Each field of each point as one text.</summary>
    public static IEnumerable<string> Points(Catalog catalog, IReadOnlyList<Reading> readings)
    {
        var latest = readings.GroupBy(reading => (reading.Series, reading.Time)).Select(same => same.Last());
        foreach (var point in latest.GroupBy(reading => (catalog[reading.Series].Source, reading.Time)))
        {
            var series = catalog[point.First().Series];
            var ms = point.Key.Time.ToUnixTimeMilliseconds();
            yield return Point(series.Measurement, series.Tags[0].Value, "quality", ms, Snake(point.Max(reading => reading.Quality)));
            foreach (var reading in point)
            {
                var (field, labels) = (catalog[reading.Series].Field, catalog[reading.Series].Labels);
                if (double.IsFinite(reading.Value))
                {
                    yield return Point(series.Measurement, series.Tags[0].Value, field, ms, Value(labels, reading.Value));
                }

                if (reading.Quality != Quality.Good)
                {
                    yield return Point(series.Measurement, series.Tags[0].Value, field + "_quality", ms, Snake(reading.Quality));
                }
            }
        }
    }

    public static string Point(string measurement, string device, string field, long ms, string value) =>
        $"{measurement} {device} {field} {ms} {value}";

    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static string Value(IReadOnlyList<string> labels, double value) =>
        labels.Count > 0 && value is 0 or 1 ? labels[(int)value] : Text(value);

    private static string Snake(Quality quality) =>
        string.Concat(quality.ToString().Select((letter, i) => (i > 0 && char.IsUpper(letter) ? "_" : "") + char.ToLowerInvariant(letter)));
}

internal sealed record AnyTick(Catalog Catalog, IReadOnlyList<Reading> Readings, string Site)
{
    public override string ToString() => $"{Site}: {string.Join("; ", Readings)}";
}
