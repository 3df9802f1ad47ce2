namespace Gateway.Influx;

/// <summary>
/// Where the points go. Either <see cref="Database"/> is set (InfluxDB 1.x) or <see cref="Organization"/> and <see cref="Bucket"/> (2.x).
/// </summary>
public sealed record InfluxOptions
{
    /// <summary>The server, e.g. <c>http://127.0.0.1:8086</c>; a path is kept as a prefix, for a server behind a proxy.</summary>
    public required Uri Url { get; init; }

    /// <summary>Database of the 1.x API.</summary>
    public string? Database { get; init; }

    /// <summary>Retention policy of the 1.x API; null for the database's default.</summary>
    public string? RetentionPolicy { get; init; }

    /// <summary>Organization of the 2.x API.</summary>
    public string? Organization { get; init; }

    /// <summary>Bucket of the 2.x API; when it is set, the 2.x API is spoken.</summary>
    public string? Bucket { get; init; }

    /// <summary>Token of the 2.x API. Secret.</summary>
    public string? Token { get; init; }

    /// <summary>User of the 1.x API, sent by HTTP Basic, so without a colon; null where the server asks for none.</summary>
    public string? User { get; init; }

    /// <summary>The user's password. Secret.</summary>
    public string? Password { get; init; }

    /// <summary>How long one write may take before it counts as failed. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Compress the body. Default yes: line protocol shrinks to about a tenth.</summary>
    public bool Gzip { get; init; } = true;

    /// <summary>Speaks the 2.x API.</summary>
    public bool IsV2 => Bucket is not null;

    /// <summary>The target without its secrets, fit for a log.</summary>
    public override string ToString() =>
        IsV2 ? $"bucket {Bucket} of {Organization} at {Server}" : $"database {Database} at {Server}";

    /// <summary>The server without user and password, which a URL may carry too.</summary>
    private string Server => Url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
