using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Core;

namespace Gateway.Journal.Ledger;

/// <summary>The ledger on disk, format version 1.</summary>
/// <remarks>
/// A text file, <c>ledger.jsonl</c>. Each record is one line: 64 hexadecimal digits, a space, a JSON object, a line feed. The digits are
/// the SHA-256 of the object's bytes as they stand, and the object's <c>previous</c> is that of the line before, so
/// <c>printf %s "$object" | sha256sum</c> checks it. Numbers are written with as many digits as bring them back bit for bit.
/// </remarks>
public static class LedgerFormat
{
    /// <summary>The file's name.</summary>
    public const string FileName = "ledger.jsonl";

    /// <summary>The longest line, in bytes.</summary>
    public const int LongestLine = 1 << 20;

    private const int Version = 1;
    private const int HashDigits = 64;

    /// <summary>Stands before the first record.</summary>
    public static string NoHash { get; } = new('0', HashDigits);

    /// <summary>A record as a line, its line feed included.</summary>
    public static (LedgerLine Line, byte[] Bytes) Write(long number, string previous, LedgerRecord record)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            Write(writer, number, previous, record);
        }

        var hash = Hash(json.WrittenSpan);
        byte[] bytes = [.. Encoding.ASCII.GetBytes(hash), (byte)' ', .. json.WrittenSpan, (byte)'\n'];
        return (new LedgerLine(number, previous, hash, record), bytes);
    }

    /// <summary>Reads a line without its line feed; null, and what is wrong, where it is none.</summary>
    public static LedgerLine? Read(ReadOnlySpan<byte> line, out string fault)
    {
        if (line.Length <= HashDigits + 1 || line[HashDigits] != ' ')
        {
            fault = "it is no hash, a space and an object";
            return null;
        }

        var hash = Encoding.ASCII.GetString(line[..HashDigits]);
        var body = line[(HashDigits + 1)..];
        if (Hash(body) != hash)
        {
            fault = "its hash is not that of what it says: it was changed or damaged";
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(body.ToArray());
            fault = string.Empty;
            return Read(json.RootElement, hash);
        }
        catch (Exception reason) when (reason is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            fault = $"it is no record of this version: {reason.Message}";
            return null;
        }
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static void Write(Utf8JsonWriter json, long number, string previous, LedgerRecord record)
    {
        json.WriteStartObject();
        json.WriteNumber("ledger", Version);
        json.WriteNumber("n", number);
        json.WriteString("previous", previous);
        json.WriteString("kind", record.Kind);
        json.WriteString("subject", record.Subject);
        json.WriteString("begin", Text(record.Period.Start));
        json.WriteString("end", Text(record.Period.End));
        json.WriteStartObject("values");
        foreach (var value in record.Values)
        {
            json.WriteStartObject(value.Field);
            json.WritePropertyName("value");
            if (double.IsFinite(value.Value))
            {
                json.WriteNumberValue(value.Value);
            }
            else
            {
                json.WriteNullValue();
            }

            json.WriteString("unit", value.Unit);
            json.WriteNumber("quality", (byte)value.Quality);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteString("definition", record.Definition);
        json.WriteString("configuration", record.Configuration);
        json.WriteString("version", record.Version);
        json.WriteString("epoch", record.Epoch.ToString("x16", CultureInfo.InvariantCulture));
        json.WriteNumber("entry", record.Entry);
        if (record.Supersedes is { } superseded)
        {
            json.WriteNumber("supersedes", superseded);
        }

        json.WriteEndObject();
    }

    private static LedgerLine Read(JsonElement json, string hash)
    {
        if (json.GetProperty("ledger").GetInt32() is not Version and var version)
        {
            throw new FormatException($"version {version} is not known here");
        }

        var values = json.GetProperty("values").EnumerateObject().Select(value => new LedgerValue(
            value.Name,
            value.Value.GetProperty("unit").GetString()!,
            value.Value.GetProperty("value") is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : double.NaN,
            (Quality)value.Value.GetProperty("quality").GetByte()));
        var record = new LedgerRecord
        {
            Kind = json.GetProperty("kind").GetString()!,
            Subject = json.GetProperty("subject").GetString()!,
            Period = new Period(Instant(json, "begin"), Instant(json, "end")),
            Values = [.. values],
            Definition = json.GetProperty("definition").GetString()!,
            Configuration = json.GetProperty("configuration").GetString()!,
            Version = json.GetProperty("version").GetString()!,
            Epoch = ulong.Parse(json.GetProperty("epoch").GetString()!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            Entry = json.GetProperty("entry").GetInt64(),
            Supersedes = json.TryGetProperty("supersedes", out var superseded) ? superseded.GetInt64() : null,
        };
        return new LedgerLine(json.GetProperty("n").GetInt64(), json.GetProperty("previous").GetString()!, hash, record);
    }

    private static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(JsonElement json, string name) => DateTimeOffset.Parse(
        json.GetProperty(name).GetString()!,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
