namespace Gateway.Influx;

/// <summary>
/// Where the points go: <see cref="Database"/> is set for InfluxDB 1.x and 3.x, <see cref="Organization"/> and <see cref="Bucket"/>
/// for 2.x.
/// </summary>
public sealed record InfluxOptions
{
    /// <summary>The server, e.g. <c>http://127.0.0.1:8086</c>; a path is kept as a prefix, for a server behind a proxy.</summary>
    public required Uri Url { get; init; }

    /// <summary>The interface spoken. Default 1.x.</summary>
    public InfluxApi Api { get; init; }

    /// <summary>Database of the 1.x and the 3.x API.</summary>
    public string? Database { get; init; }

    /// <summary>Retention policy of the 1.x API; null for the database's default.</summary>
    public string? RetentionPolicy { get; init; }

    /// <summary>Organization of the 2.x API.</summary>
    public string? Organization { get; init; }

    /// <summary>Bucket of the 2.x API.</summary>
    public string? Bucket { get; init; }

    /// <summary>Token of the 2.x and the 3.x API. Secret.</summary>
    public string? Token { get; init; }

    /// <summary>User of the 1.x API, sent by HTTP Basic, so without a colon; null where the server asks for none.</summary>
    public string? User { get; init; }

    /// <summary>The user's password. Secret.</summary>
    public string? Password { get; init; }

    /// <summary>How long one write may take before it counts as failed. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Bodies of so many bytes and more are compressed: line protocol shrinks to about a tenth. Null for none. Default 1024: a smaller
    /// one goes in one packet either way.
    /// </summary>
    public int? GzipFrom { get; init; } = 1024;

    /// <summary>PEM file of the authorities to trust for https instead of the system's.</summary>
    public string? TlsCaFile { get; init; }

    /// <summary>The target without its secrets, fit for a log.</summary>
    public override string ToString() =>
        Api == InfluxApi.V2 ? $"bucket {Bucket} of {Organization} at {Server}" : $"database {Database} at {Server}";

    /// <summary>The server without user and password, which a URL may carry too.</summary>
    private string Server => Url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
