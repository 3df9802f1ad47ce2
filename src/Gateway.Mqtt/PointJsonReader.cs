using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Gateway.Mqtt;

/// <summary>
/// Makes line protocol of points in JSON. As where the gateway writes it, what no escape can carry is replaced: control characters by '_',
/// a backslash in a name by '/'.
/// </summary>
internal static class PointJsonReader
{
    /// <summary>Reads the array that the reader stands at.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static void ReadAll(ref Utf8JsonReader json, IBufferWriter<byte> lines)
    {
        Require(json.TokenType == JsonTokenType.StartArray, "'points' is no list");
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            Require(json.TokenType == JsonTokenType.StartObject, "a point is no object");
            ReadPoint(ref json, lines);
        }
    }

    private static void ReadPoint(ref Utf8JsonReader json, IBufferWriter<byte> lines)
    {
        var measurement = string.Empty;
        var tags = new StringBuilder();
        var fields = new StringBuilder();
        long? time = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString();
            json.Read();
            switch (name)
            {
                case "measurement":
                    measurement = json.GetString() ?? string.Empty;
                    break;
                case "tags":
                    ReadTags(ref json, tags);
                    break;
                case "fields":
                    ReadFields(ref json, fields);
                    break;
                case "time_ms":
                    Require(json.TryGetInt64(out var milliseconds), "'time_ms' is no whole number");
                    time = milliseconds;
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        Require(measurement.Length > 0 && fields.Length > 0 && time is not null, "a point has no measurement, no fields or no time");
        var first = measurement[0] == '#' ? "_" + measurement[1..] : measurement;
        Encoding.UTF8.GetBytes($"{Escaped(first, " ,", '/')}{tags} {fields} {time}\n", lines);
    }

    private static void ReadTags(ref Utf8JsonReader json, StringBuilder tags)
    {
        Require(json.TokenType == JsonTokenType.StartObject, "'tags' is no object");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (json.GetString() is { Length: > 0 } value && name.Length > 0)
            {
                tags.Append(',').Append(Escaped(name, " ,=", '/')).Append('=').Append(Escaped(value, " ,=", '/'));
            }
        }
    }

    private static void ReadFields(ref Utf8JsonReader json, StringBuilder fields)
    {
        Require(json.TokenType == JsonTokenType.StartObject, "'fields' is no object");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            Require(name.Length > 0, "a field has no name");
            json.Read();
            fields.Append(fields.Length > 0 ? "," : string.Empty).Append(Escaped(name, " ,=", '/')).Append('=');
            _ = json.TokenType switch
            {
                // As it stands there, so that no digit changes.
                JsonTokenType.Number => fields.Append(Encoding.UTF8.GetString(json.ValueSpan)),
                JsonTokenType.String => fields.Append('"').Append(Escaped(json.GetString()!, "\"\\", '\\')).Append('"'),
                JsonTokenType.True => fields.Append("true"),
                JsonTokenType.False => fields.Append("false"),
                _ => throw new JsonException($"the field '{name}' is neither number, text nor truth value"),
            };
        }
    }

    private static string Escaped(string text, string special, char backslash)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            var kept = char.IsControl(character) ? '_' : character == '\\' ? backslash : character;
            escaped.Append(special.Contains(kept) ? "\\" : string.Empty).Append(kept);
        }

        return escaped.ToString();
    }

    private static void Require(bool condition, string fault)
    {
        if (!condition)
        {
            throw new JsonException(fault);
        }
    }
}
