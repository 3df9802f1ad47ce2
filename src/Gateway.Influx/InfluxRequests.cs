using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace Gateway.Influx;

/// <summary>What is sent to InfluxDB: addresses, authorization and body of its two APIs.</summary>
internal static class InfluxRequests
{
    /// <summary>
    /// The write endpoint. The precision is always given: without it, or with a word that it does not know, a 1.x server takes the
    /// time stamps for nanoseconds and still answers 204.
    /// </summary>
    public static Uri WriteUri(InfluxOptions options) =>
        options.IsV2
            ? Endpoint(options, "api/v2/write", ("org", options.Organization), ("bucket", options.Bucket), ("precision", "ms"))
            : Endpoint(options, "write", ("db", options.Database), ("rp", options.RetentionPolicy), ("precision", "ms"));

    /// <summary>The 1.x query endpoint.</summary>
    public static Uri QueryUri(InfluxOptions options) => Endpoint(options, "query");

    /// <summary>The header that lets us in; credentials never go into the address, which proxies and servers log.</summary>
    public static AuthenticationHeaderValue? Authorization(InfluxOptions options)
    {
        if (options.IsV2)
        {
            return options.Token is null ? null : new AuthenticationHeaderValue("Token", options.Token);
        }

        return options.User is null ? null : new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.User}:{options.Password}")));
    }

    /// <summary>The lines as a body of known length: some proxies refuse a chunked one.</summary>
    public static HttpContent Body(ReadOnlyMemory<byte> lines, bool gzip)
    {
        HttpContent content = new ReadOnlyMemoryContent(lines);
        if (gzip)
        {
            var packed = new MemoryStream();
            using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                zip.Write(lines.Span);
            }

            content = new ByteArrayContent(packed.GetBuffer(), 0, (int)packed.Length);
            content.Headers.ContentEncoding.Add("gzip");
        }

        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain", "utf-8");
        return content;
    }

    /// <summary>What a person types to create what is missing.</summary>
    public static string CreationCommand(InfluxOptions options) =>
        options.IsV2
            ? $"influx bucket create --org '{options.Organization}' --name '{options.Bucket}'"
            : $"influx -execute 'CREATE DATABASE {QuotedIdentifier(options.Database ?? string.Empty)}'";

    /// <summary>A name in InfluxQL.</summary>
    public static string QuotedIdentifier(string name) =>
        $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static Uri Endpoint(InfluxOptions options, string path, params ReadOnlySpan<(string Key, string? Value)> query)
    {
        var address = new StringBuilder(options.Url.GetLeftPart(UriPartial.Path).TrimEnd('/')).Append('/').Append(path);
        var separator = '?';
        foreach (var (key, value) in query)
        {
            if (value is not null)
            {
                address.Append(separator).Append(key).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        return new Uri(address.ToString());
    }
}
