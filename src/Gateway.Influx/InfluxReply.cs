using System.Net;
using System.Text;
using System.Text.Json;

namespace Gateway.Influx;

/// <summary>What InfluxDB's answer means for the lines that were sent.</summary>
internal static class InfluxReply
{
    private const int LongestBody = 4096;
    private const int LongestReason = 400;

    /// <summary>Judges the answer by its status and says why in the database's own words.</summary>
    public static async ValueTask<WriteVerdict> ReadAsync(
        HttpResponseMessage response, HttpStatusCode done, InfluxOptions options, TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        var status = response.StatusCode;
        if (status == HttpStatusCode.NoContent && done == status)
        {
            return WriteVerdict.Stored;
        }

        var said = Message(await ReadBodyAsync(response, cancellationToken));
        if (status == done && said.Length == 0)
        {
            return WriteVerdict.Stored;
        }

        var reason = OneLine($"{(int)status} {response.ReasonPhrase}: {said}{Advice(status, options)}", options);
        return new WriteVerdict(Next(status), reason, RetryAfter(response, timeProvider));
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

    /// <summary>The 1.x and 2.x write APIs' status codes. What is not in their tables is not InfluxDB, or not as it should be.</summary>
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
        401 or 403 => options.IsV2 ? " (check the token and its right to write)" : " (check user, password and the right to write)",
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

    // 1.x says {"error":"..."}, in a query's answer within results; 2.x says {"code":"...","message":"..."}; a proxy says what it likes.
    private static string Message(string body)
    {
        if (body.Length == 0)
        {
            return body;
        }

        try
        {
            using var json = JsonDocument.Parse(body);
            return Find(json.RootElement) ?? string.Empty;
        }
        catch (JsonException)
        {
            return body;
        }
    }

    private static string? Find(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(property =>
            property.Name is "error" or "message" && property.Value.ValueKind == JsonValueKind.String
                ? property.Value.GetString()
                : Find(property.Value)).FirstOrDefault(found => found is not null),
        JsonValueKind.Array => element.EnumerateArray().Select(Find).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
