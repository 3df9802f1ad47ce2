using System.Net;
using System.Text;
using System.Text.Json;

namespace Gateway.Influx;

/// <summary>What InfluxDB's answer means for the lines that were sent.</summary>
internal static class InfluxReply
{
    private const int LongestBody = 64 * 1024;
    private const int LongestReason = 400;
    private const int MostWords = 3;

    /// <summary>Judges the answer by its status and says why in the database's own words.</summary>
    public static async ValueTask<WriteVerdict> ReadAsync(
        HttpResponseMessage response, HttpStatusCode done, ReadOnlyMemory<byte> lines, InfluxOptions options, TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        var status = response.StatusCode;
        if (status == HttpStatusCode.NoContent && done == status)
        {
            return WriteVerdict.Stored;
        }

        var (said, named) = Understand(await ReadBodyAsync(response, cancellationToken));
        if (status == done && said.Length == 0)
        {
            return WriteVerdict.Stored;
        }

        var next = Next(status);
        var reason = OneLine($"{(int)status} {response.ReasonPhrase}: {said}{Advice(status, options)}", options);
        return new WriteVerdict(next, reason, RetryAfter(response, timeProvider))
        {
            Named = next != WriteNext.Bisect ? [] : named.Count > 0 ? named : NamedLines.Quoted(said, lines.Span),
            IsServerFault = status == HttpStatusCode.InternalServerError,
        };
    }

    /// <summary>A reason fit for a log: one line, bounded, without the secrets.</summary>
    public static string OneLine(string text, InfluxOptions options)
    {
        foreach (var secret in (ReadOnlySpan<string?>)[options.Token, options.Password])
        {
            text = string.IsNullOrEmpty(secret) ? text : text.Replace(secret, "***", StringComparison.Ordinal);
        }

        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd(':');
        return line.Length <= LongestReason ? line : line[..LongestReason] + "...";
    }

    /// <summary>The write APIs' status codes. What is not in their tables is not InfluxDB, or not as it should be.</summary>
    private static WriteNext Next(HttpStatusCode status) => (int)status switch
    {
        400 or 422 => WriteNext.Bisect,
        413 => WriteNext.Halve,
        408 or 429 or >= 500 => WriteNext.RetryLater,
        _ => WriteNext.FixAccess,
    };

    private static string Advice(HttpStatusCode status, InfluxOptions options) => (int)status switch
    {
        404 => $" (create it: {InfluxRequests.CreationCommand(options)})",
        401 or 403 => options.Api == InfluxApi.V1
            ? " (check user, password and the right to write)"
            : " (check the token and its right to write)",
        < 400 => " (not InfluxDB's answer: check the url)",
        _ => string.Empty,
    };

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider timeProvider)
    {
        var asked = response.Headers.RetryAfter;
        var wait = asked?.Delta ?? asked?.Date - timeProvider.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static async ValueTask<string> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = new byte[LongestBody];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(body.AsSpan(0, length));
    }

    // 1.x says {"error":"..."}, in a query's answer within results; 2.x says {"code":"...","message":"..."}; 3.x says
    // {"error":"...","data":[{"error_message":"..."}]}; a proxy says what it likes.
    private static (string Said, IReadOnlyList<int> Named) Understand(string body)
    {
        if (body.Length == 0)
        {
            return (body, []);
        }

        try
        {
            using var json = JsonDocument.Parse(body);
            var words = Words(json.RootElement).Distinct(StringComparer.Ordinal).Take(MostWords);
            return (string.Join(": ", words), NamedLines.Numbers(json.RootElement));
        }
        catch (JsonException)
        {
            return (body, []);
        }
    }

    private static IEnumerable<string> Words(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property.Name is "error" or "message" or "error_message" && property.Value.ValueKind == JsonValueKind.String
                ? [property.Value.GetString()!]
                : Words(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Words),
        _ => [],
    };
}
