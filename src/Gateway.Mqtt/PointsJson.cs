using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Mqtt;

/// <summary>
/// Points as JSON for consumers that do not read line protocol; what line protocol says, no more and no less, so that the bridge makes the
/// same bytes of it again:
/// <c>{"schema":"1","epoch":"00c0ffee00c0ffee","seq":41,"count":1,"backfill":false,"points":[{"measurement":"meter","tags":{"device":"m1"},
/// "fields":{"active_power_kw":12.5,"quality":"good"},"time_ms":1732435200000}]}</c>.
/// </summary>
/// <remarks>Fields are numbers or texts, with their units in their names; times are milliseconds since 1970 UTC.</remarks>
public static class PointsJson
{
    private const int RoomForHeader = 128;

    // The payload is no part of a web page, so that letters beyond ASCII may stay as they are.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes lines as the gateway makes them.</summary>
    internal static byte[] Write(MessageHeader header, ReadOnlySpan<byte> lines)
    {
        var output = new ArrayBufferWriter<byte>(RoomForHeader + (2 * lines.Length));
        using var json = new Utf8JsonWriter(output, Plain);
        json.WriteStartObject();
        json.WriteString("schema", MessageHeader.Schema);
        json.WriteString("epoch", AcknowledgementJson.EpochText(header.Epoch));
        json.WriteNumber("seq", header.Seq);
        json.WriteNumber("count", header.Count);
        json.WriteBoolean("backfill", header.Backfill);
        json.WriteStartArray("points");
        var line = new PointLineReader(lines);
        while (line.HasMore)
        {
            WritePoint(ref line, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a message's JSON into lines; what is wrong with it is the last result.</summary>
    internal static (MessageHeader? Header, byte[] Lines, string Fault) Read(ReadOnlySpan<byte> payload)
    {
        var lines = new ArrayBufferWriter<byte>(payload.Length);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var json = new Utf8JsonReader(payload);
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = json.GetString()!;
                json.Read();
                if (name == "points")
                {
                    PointJsonReader.ReadAll(ref json, lines);
                }
                else if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    json.Skip();
                }
                else
                {
                    texts[name] = Scalar(ref json);
                }
            }

            while (json.Read())
            {
                // To the end: what is behind it would be a fault.
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return (null, [], $"its JSON is not what a gateway writes: {fault.Message}");
        }

        var (header, missing) = MessageHeader.Read(texts.GetValueOrDefault);
        return (header, lines.WrittenSpan.ToArray(), missing);
    }

    private static void WritePoint(ref PointLineReader line, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("measurement", line.Name(" ,"u8));
        json.WriteStartObject("tags");
        while (line.Take((byte)','))
        {
            json.WritePropertyName(line.Name("="u8));
            line.Skip();
            json.WriteStringValue(line.Name(" ,"u8));
        }

        json.WriteEndObject();
        json.WriteStartObject("fields");
        do
        {
            line.Skip();
            json.WritePropertyName(line.Name("="u8));
            line.Skip();
            if (line.Take((byte)'"'))
            {
                json.WriteStringValue(line.Name("\""u8));
                line.Skip();
            }
            else
            {
                json.WriteRawValue(line.Name(" ,"u8));
            }
        }
        while (line.IsAt((byte)','));
        json.WriteEndObject();
        line.Skip();
        json.WriteNumber("time_ms", long.Parse(line.Name("\n"u8), CultureInfo.InvariantCulture));
        line.Skip();
        json.WriteEndObject();
    }

    private static string Scalar(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.String => json.GetString()!,
        JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(json.ValueSpan),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => string.Empty,
    };
}
