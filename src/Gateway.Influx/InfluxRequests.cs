using System.Net.Http.Headers;
using System.Text;

namespace Gateway.Influx;

/// <summary>What is sent to InfluxDB: addresses and authorization of its three APIs.</summary>
internal static class InfluxRequests
{
    /// <summary>
    /// The write endpoint. The precision is always given: without it, or with a word that it does not know, a 1.x server takes the
    /// time stamps for nanoseconds and still answers 204, and a 3.x server guesses from their size. A 3.x server is also told that its
    /// answer has to wait for its log on disk, and that a bad line does not hold up the others.
    /// </summary>
    public static Uri WriteUri(InfluxOptions options) => options.Api switch
    {
        InfluxApi.V1 => Endpoint(options, "write", ("db", options.Database), ("rp", options.RetentionPolicy), ("precision", "ms")),
        InfluxApi.V2 => Endpoint(
            options, "api/v2/write", ("org", options.Organization), ("bucket", options.Bucket), ("precision", "ms")),
        _ => Endpoint(
            options, "api/v3/write_lp", ("db", options.Database), ("precision", "millisecond"), ("accept_partial", "true"),
            ("no_sync", "false")),
    };

    /// <summary>The 1.x query endpoint.</summary>
    public static Uri QueryUri(InfluxOptions options) => Endpoint(options, "query");

    /// <summary>The header that lets us in; credentials never go into the address, which proxies and servers log.</summary>
    public static AuthenticationHeaderValue? Authorization(InfluxOptions options)
    {
        if (options.Api != InfluxApi.V1)
        {
            var scheme = options.Api == InfluxApi.V2 ? "Token" : "Bearer";
            return options.Token is null ? null : new AuthenticationHeaderValue(scheme, options.Token);
        }

        return options.User is null ? null : new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.User}:{options.Password}")));
    }

    /// <summary>What a person types to create what is missing.</summary>
    public static string CreationCommand(InfluxOptions options) => options.Api switch
    {
        InfluxApi.V1 => $"influx -execute 'CREATE DATABASE {QuotedIdentifier(options.Database ?? string.Empty)}'",
        InfluxApi.V2 => $"influx bucket create --org '{options.Organization}' --name '{options.Bucket}'",
        _ => $"influxdb3 create database '{options.Database}'",
    };

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
