using System.Text;
using System.Text.Json;

namespace Gateway.Influx;

/// <summary>Finds out which lines a refusal names.</summary>
/// <remarks>
/// 3.x tells numbers from 1: <c>{"error":"partial write of line protocol occurred","data":[{"original_line":"…","line_number":2,
/// "error_message":"…"}]}</c>, and one such object instead of the list where it wrote none. 1.x and 2.x tell the text of lines that
/// they could not read, <c>unable to parse 'm v= 8000': missing field value</c>, one after the other; of a field's wrong type they tell
/// the field only.
/// </remarks>
internal static class NamedLines
{
    private const string Before = "unable to parse '", After = "': ";

    /// <summary>The numbers in a 3.x answer, from 0.</summary>
    public static IReadOnlyList<int> Numbers(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("data", out var data))
        {
            return [];
        }

        JsonElement[] faults = data.ValueKind == JsonValueKind.Array ? [.. data.EnumerateArray()] : [data];
        return [.. faults.Select(Number).OfType<int>()];
    }

    /// <summary>The lines whose texts a 1.x or 2.x answer quotes, from 0.</summary>
    public static IReadOnlyList<int> Quoted(string message, ReadOnlySpan<byte> lines)
    {
        var texts = Texts(message);
        if (texts.Count == 0)
        {
            return [];
        }

        var named = new List<int>();
        var number = 0;
        foreach (var range in lines.Split((byte)'\n'))
        {
            if (texts.Contains(Encoding.UTF8.GetString(lines[range])))
            {
                named.Add(number);
            }

            number++;
        }

        return named;
    }

    private static HashSet<string> Texts(string message)
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        while ((at = message.IndexOf(Before, at, StringComparison.Ordinal)) >= 0)
        {
            at += Before.Length;
            var end = message.IndexOf(After, at, StringComparison.Ordinal);
            if (end < 0)
            {
                break;
            }

            texts.Add(message[at..end]);
        }

        return texts;
    }

    private static int? Number(JsonElement fault) =>
        fault.ValueKind == JsonValueKind.Object && fault.TryGetProperty("line_number", out var number) && number.TryGetInt32(out var from1)
            ? from1 - 1
            : null;
}
