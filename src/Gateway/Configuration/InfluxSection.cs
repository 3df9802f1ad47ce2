using Gateway.Influx;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>Reads <c>influx:</c>: a database of InfluxDB 1.x, or organization and bucket of 2.x.</summary>
internal static class InfluxSection
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(5);

    public static InfluxOptions Read(YamlMap map, string folder)
    {
        var options = new InfluxOptions
        {
            Url = ReadUrl(map),
            Database = map.TextOrNull("database"),
            RetentionPolicy = map.TextOrNull("retention_policy"),
            Organization = map.TextOrNull("organization"),
            Bucket = map.TextOrNull("bucket"),
            User = map.TextOrNull("user"),
            Password = Secret.Read(map, "password", folder)?.Value,
            Token = Secret.Read(map, "token", folder)?.Value,
            Gzip = map.Flag("gzip", true),
            Timeout = map.Duration("timeout", ShortestTimeout, LongestTimeout, TimeSpan.FromSeconds(10)),
        };
        if (options.Database is null == options.Bucket is null)
        {
            map.Fault("url", "give 'database' for InfluxDB 1.x, or 'organization' and 'bucket' for 2.x");
        }
        else if (options.Bucket is not null && options.Organization is null)
        {
            map.Fault("bucket", "a bucket belongs to an organization: give 'organization' too");
        }

        return options;
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
