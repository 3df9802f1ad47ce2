using Gateway.Influx;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>Reads <c>influx:</c>: a database of InfluxDB 1.x or 3.x, or organization and bucket of 2.x.</summary>
internal static class InfluxSection
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<string, InfluxApi> Apis = new()
    {
        ["v1"] = InfluxApi.V1, ["v2"] = InfluxApi.V2, ["v3"] = InfluxApi.V3,
    };

    public static InfluxOptions Read(YamlMap map, string folder)
    {
        var bucket = map.TextOrNull("bucket");
        var options = new InfluxOptions
        {
            Url = ReadUrl(map),
            Api = map.Choice("api", Apis, bucket is null ? InfluxApi.V1 : InfluxApi.V2),
            Database = map.TextOrNull("database"),
            RetentionPolicy = map.TextOrNull("retention_policy"),
            Organization = map.TextOrNull("organization"),
            Bucket = bucket,
            User = map.TextOrNull("user"),
            Password = Secret.Read(map, "password", folder)?.Value,
            Token = Secret.Read(map, "token", folder)?.Value,
            TlsCaFile = map.FileOrNull("tls_ca_file", folder),
            Timeout = map.Duration("timeout", ShortestTimeout, LongestTimeout, TimeSpan.FromSeconds(10)),
        };
        if (!map.Flag("gzip", true))
        {
            options = options with { GzipFrom = null };
        }

        CheckTarget(map, options);
        return options;
    }

    private static void CheckTarget(YamlMap map, InfluxOptions options)
    {
        if (options.Database is null == options.Bucket is null)
        {
            map.Fault("url", "give 'database' for InfluxDB 1.x, with 'api: v3' for 3.x, or 'organization' and 'bucket' for 2.x");
        }
        else if (options.Api == InfluxApi.V2 != options.Bucket is not null)
        {
            map.Fault("api", "InfluxDB 2.x has 'organization' and 'bucket', 1.x and 3.x have 'database'");
        }
        else if (options.Bucket is not null && options.Organization is null)
        {
            map.Fault("bucket", "a bucket belongs to an organization: give 'organization' too");
        }
        else if (options.Api == InfluxApi.V1 ? options.Token is not null : options.User is not null)
        {
            map.Fault("api", "InfluxDB 1.x lets in by 'user' and 'password_file', 2.x and 3.x by 'token_file'");
        }
        else if (options.Api != InfluxApi.V1 && options.RetentionPolicy is not null)
        {
            map.Fault("retention_policy", "only InfluxDB 1.x has retention policies that a write names");
        }
    }

    private static Uri ReadUrl(YamlMap map)
    {
        var text = map.Text("url");
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return url;
        }

        if (text.Length > 0)
        {
            map.Fault("url", $"'{text}' is no http(s) address, e.g. http://127.0.0.1:8086");
        }

        return new Uri("http://127.0.0.1:8086");
    }
}
