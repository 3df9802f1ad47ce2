using System.Buffers;
using System.Globalization;

namespace Gateway.History;

/// <summary>
/// Reads line protocol as this gateway writes it: names without escapes, a timestamp in ms always there. Strict: what InfluxDB
/// would take in some other sense than meant is a fault.
/// </summary>
/// <remarks>https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/</remarks>
internal static class PointLineReader
{
    private const NumberStyles NumberForm = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly SearchValues<char> NotInNames = SearchValues.Create("\\\"= ,\r\t");
    private static readonly long EarliestMs = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long LatestMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
    private static readonly string[] Booleans = ["t", "T", "true", "True", "TRUE", "f", "F", "false", "False", "FALSE"];

    /// <summary>Reads one line; null and a fault where it is none.</summary>
    public static PointLine? Read(string line, out string fault)
    {
        var headEnd = EndOf(line, 0, ' ');
        var fieldsEnd = headEnd < line.Length ? EndOf(line, headEnd + 1, ' ') : line.Length;
        if (fieldsEnd >= line.Length)
        {
            fault = "A line has three parts with one space between them: series, fields, timestamp.";
            return null;
        }

        if (!long.TryParse(line.AsSpan(fieldsEnd + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var timeMs)
            || timeMs < EarliestMs || timeMs > LatestMs)
        {
            fault = $"'{line[(fieldsEnd + 1)..]}' is no timestamp in whole ms.";
            return null;
        }

        var series = ReadSeries(line[..headEnd], out fault);
        var fields = series is null ? null : ReadFields(line[(headEnd + 1)..fieldsEnd], out fault);
        return fields is null ? null : new PointLine(series!, fields, timeMs);
    }

    /// <summary>Reads fields, e.g. <c>a=1.5,quality="good"</c>.</summary>
    public static SortedDictionary<string, string>? ReadFields(string text, out string fault)
    {
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var start = 0; start <= text.Length;)
        {
            var end = EndOf(text, start, ',');
            var field = text[start..end];
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !IsName(field[..equals]) || !IsValue(field[(equals + 1)..]))
            {
                fault = $"'{field}' is no field: a name without escapes, '=', and a number, a boolean or a string in quotes.";
                return null;
            }

            if (!fields.TryAdd(field[..equals], field[(equals + 1)..]))
            {
                fault = $"The field '{field[..equals]}' is there twice.";
                return null;
            }

            start = end + 1;
        }

        fault = string.Empty;
        return fields;
    }

    private static string? ReadSeries(string text, out string fault)
    {
        var parts = text.Split(',');
        if (!IsName(parts[0]))
        {
            fault = $"'{parts[0]}' is no measurement: a name without escapes.";
            return null;
        }

        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in parts.Skip(1))
        {
            var equals = tag.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !IsName(tag[..equals]) || !IsName(tag[(equals + 1)..]) || !tags.TryAdd(tag[..equals], tag[(equals + 1)..]))
            {
                fault = $"'{tag}' is no tag: a key that is there once, '=' and a value, both without escapes.";
                return null;
            }
        }

        fault = string.Empty;
        return string.Concat(parts[0], string.Concat(tags.Select(tag => $",{tag.Key}={tag.Value}")));
    }

    private static bool IsName(string text) => text.Length > 0 && text.AsSpan().IndexOfAny(NotInNames) < 0 && text[0] is not '#';

    private static bool IsValue(string text) => text switch
    {
        "" => false,
        ['"', .., '"'] => EndOf(text, 0, '\0') == text.Length && IsOneString(text),
        [.. var digits, 'i'] => long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        [.. var digits, 'u'] => ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        _ => Array.IndexOf(Booleans, text) >= 0 || IsNumber(text),
    };

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberForm, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number);

    // The closing quote must be the last character, and no other quote may stand unescaped before it.
    private static bool IsOneString(string text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                return i == text.Length - 1;
            }
        }

        return false;
    }

    // The next separator outside quotes, or the end.
    private static int EndOf(string text, int start, char separator)
    {
        var inQuotes = false;
        for (var i = start; i < text.Length; i++)
        {
            if (inQuotes && text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                inQuotes = !inQuotes;
            }
            else if (!inQuotes && text[i] == separator)
            {
                return i;
            }
        }

        return text.Length;
    }
}
