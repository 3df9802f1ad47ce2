using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Core;

namespace Gateway.Mqtt;

/// <summary>
/// An <see cref="Acknowledgement"/> as it travels: <c>{"epoch":"00c0ffee00c0ffee","ranges":[[1,5],[7,7]]}</c>, and where points were
/// refused <c>"rejected":[{"seq":7,"reason":"field type conflict","line":"meter a=1 5"}]</c>.
/// </summary>
/// <remarks>The epoch is a text because JSON numbers lose precision above 2^53 in many readers.</remarks>
public static partial class AcknowledgementJson
{
    /// <summary>The longest acknowledgement that is read; a longer one counts as malformed.</summary>
    public const int LongestPayload = 256 * 1024;

    /// <summary>Writes an acknowledgement as UTF-8.</summary>
    public static byte[] Write(Acknowledgement acknowledgement) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new Shape(
                EpochText(acknowledgement.Epoch),
                [.. acknowledgement.Ranges.Select(range => new[] { range.First, range.Last })],
                acknowledgement.Rejected.Count == 0 ? null : [.. acknowledgement.Rejected]),
            Context.Default.Shape);

    /// <summary>Reads an acknowledgement; null when the payload is none.</summary>
    public static Acknowledgement? Read(ReadOnlySequence<byte> payload)
    {
        if (payload.Length > LongestPayload)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(payload);
            return JsonSerializer.Deserialize(ref reader, Context.Default.Shape) is { Epoch: not null, Ranges: not null } shape
                && ReadEpoch(shape.Epoch) is { } epoch
                && shape.Ranges.All(range => range is [var first, var last] && first <= last)
                    ? new Acknowledgement(epoch, [.. shape.Ranges.Select(range => new SeqRange(range[0], range[1]))])
                    {
                        Rejected = [.. (shape.Rejected ?? []).OfType<RejectedPoint>().Take(Acknowledgement.MostRejected)
                            .Select(point => RejectedPoint.Of(point.Seq, point.Reason ?? string.Empty, point.Line ?? string.Empty))],
                    }
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>An epoch as 16 hexadecimal digits.</summary>
    internal static string EpochText(ulong epoch) => epoch.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="EpochText"/> wrote; null when it is something else.</summary>
    internal static ulong? ReadEpoch(string text) =>
        text.Length == 16 && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var epoch)
            ? epoch
            : null;

    internal sealed record Shape(string? Epoch, long[][]? Ranges, RejectedPoint?[]? Rejected);

    [JsonSerializable(typeof(Shape))]
    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    private sealed partial class Context : JsonSerializerContext;
}
