using System.Buffers;
using Gateway.Core;

namespace Gateway.Influx;

/// <summary>
/// Readings as InfluxDB line protocol. Readings of one source and one instant share a line:
/// <c>meter,device=fan-meter,gateway=g1,site=mill active_power_kw=12.5,quality="good" 1732435200000</c>.
/// </summary>
/// <remarks>
/// <para>The same readings always give the same bytes, so writing them again overwrites the same points.</para>
/// <para>Numbers are always float fields, because the first write of a field fixes its type. A coded value is a string field with its
/// label.
/// A value that is no number is left out; its line still has <c>quality</c>, the worst in the line, so a failed poll shows.
/// A field whose quality is not good has <c>&lt;field&gt;_quality</c> beside it.</para>
/// <para>Syntax: InfluxDB 1.8 line protocol reference, understood alike by 1.x, 2.x and VictoriaMetrics.</para>
/// </remarks>
public static class LineProtocol
{
    private const string SiteKey = "site";
    private const string GatewayKey = "gateway";

    /// <summary>
    /// Appends the readings to <paramref name="output"/>, a line feed after each line, lines and fields in order of first appearance.
    /// </summary>
    /// <param name="catalog">What the readings' series numbers mean.</param>
    /// <param name="readings">
    /// Of one tick. Where a series occurs twice at one instant, the later reading counts, as it would in the database.
    /// </param>
    /// <param name="site">Tag <c>site</c>; left out when empty.</param>
    /// <param name="gateway">Tag <c>gateway</c>; left out when empty.</param>
    /// <param name="output">Receives UTF-8.</param>
    /// <returns>The number of lines, which is the number of points.</returns>
    public static int Write(Catalog catalog, IReadOnlyList<Reading> readings, string site, string gateway, IBufferWriter<byte> output)
    {
        var points = PointChains.Of(catalog, readings);
        Tag[] origin = [new(GatewayKey, gateway), new(SiteKey, site)];
        foreach (var first in points.Heads)
        {
            WriteLine(catalog, readings, points, first, origin, new LineText(output));
        }

        return points.Heads.Count;
    }

    private static void WriteLine(
        Catalog catalog, IReadOnlyList<Reading> readings, PointChains points, int first, Tag[] origin, LineText line)
    {
        var series = catalog[readings[first].Series];
        line.Measurement(series.Measurement);
        WriteTags(series.Tags, origin, line);
        line.Raw(" "u8);
        var worst = Quality.Good;
        for (var i = first; i >= 0; i = points.Next(i))
        {
            var reading = readings[i];
            worst = worst.Worst(reading.Quality);
            WriteField(catalog[reading.Series], reading, line);
        }

        line.Raw("quality="u8);
        line.Quoted(QualityNames.Name(worst));
        line.Raw(" "u8);
        line.Number(readings[first].Time.ToUnixTimeMilliseconds());
        line.Raw("\n"u8);
    }

    // Both lists are sorted by key; a series' own tag of the same key gives way, because two of one key are refused by the database.
    private static void WriteTags(IReadOnlyList<Tag> tags, Tag[] origin, LineText line)
    {
        var next = 0;
        foreach (var tag in tags)
        {
            while (next < origin.Length && string.CompareOrdinal(origin[next].Key, tag.Key) < 0)
            {
                WriteTag(origin[next++], line);
            }

            if (tag.Key is not (SiteKey or GatewayKey))
            {
                WriteTag(tag, line);
            }
        }

        while (next < origin.Length)
        {
            WriteTag(origin[next++], line);
        }
    }

    private static void WriteTag(Tag tag, LineText line)
    {
        if (tag.Value.Length > 0)
        {
            line.Raw(","u8);
            line.Name(tag.Key);
            line.Raw("="u8);
            line.Name(tag.Value);
        }
    }

    private static void WriteField(Series series, in Reading reading, LineText line)
    {
        if (double.IsFinite(reading.Value))
        {
            WriteFieldKey(series.Field, line);
            line.Raw("="u8);
            WriteValue(series.Labels, reading.Value, line);
            line.Raw(","u8);
        }

        if (reading.Quality != Quality.Good)
        {
            WriteFieldKey(series.Field, line);
            line.Raw("_quality="u8);
            line.Quoted(QualityNames.Name(reading.Quality));
            line.Raw(","u8);
        }
    }

    // "time" is refused by the database, and "quality" is the line's own.
    private static void WriteFieldKey(string field, LineText line)
    {
        line.Name(field);
        if (field is "time" or "quality")
        {
            line.Raw("_"u8);
        }
    }

    private static void WriteValue(IReadOnlyList<string> labels, double value, LineText line)
    {
        if (labels.Count == 0)
        {
            line.Number(value);
        }
        else if (value >= 0 && value < labels.Count && double.IsInteger(value))
        {
            line.Quoted(labels[(int)value]);
        }
        else
        {
            // A code without a label stays visible as its number, still as a string: the field's type must not change.
            line.Raw("\""u8);
            line.Number(value);
            line.Raw("\""u8);
        }
    }
}
