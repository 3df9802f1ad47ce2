using System.Net;
using System.Text.Json;

namespace Gateway.TestKit.Servers;

/// <summary>An InfluxDB 1.6.</summary>
public sealed class InfluxServer : ServerProcess
{
    private const string Executable = "/usr/bin/influxd";
    private readonly HttpClient http = new();
    private readonly string configuration;

    private InfluxServer(string httpSettings, int port)
    {
        Url = new Uri($"http://127.0.0.1:{port}");
        configuration = Path.Combine(Folder, "influx.conf");
        File.WriteAllText(configuration, $"""
            reporting-disabled = true
            bind-address = "127.0.0.1:{FreePort.Next()}"
            [meta]
              dir = "{Folder}/meta"
            [data]
              dir = "{Folder}/data"
              wal-dir = "{Folder}/wal"
              index-version = "tsi1"
              query-log-enabled = false
            [monitor]
              store-enabled = false
            [http]
              bind-address = "127.0.0.1:{port}"
              log-enabled = false
              {httpSettings}

            """);
    }

    /// <summary>The package is there.</summary>
    public static bool IsInstalled => File.Exists(Executable);

    /// <summary>Why a test is skipped without it.</summary>
    public static string MissingReason => "Debian package influxdb is not installed";

    /// <summary>The server's address.</summary>
    public Uri Url { get; }

    /// <inheritdoc/>
    protected override string Program => Executable;

    /// <inheritdoc/>
    protected override IEnumerable<string> Arguments => ["run", "-config", configuration];

    /// <summary>Starts a server that lets everybody in.</summary>
    public static Task<InfluxServer> StartAsync(CancellationToken cancellationToken) => StartAsync(string.Empty, cancellationToken);

    /// <summary>Starts a server with settings of its own.</summary>
    /// <param name="httpSettings">Lines of the section [http] of influx.conf, e.g. <c>auth-enabled = true</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<InfluxServer> StartAsync(string httpSettings, CancellationToken cancellationToken) =>
        StartAsync(() => new InfluxServer(httpSettings, FreePort.Next()), cancellationToken);

    /// <summary>Creates a database.</summary>
    public Task CreateDatabaseAsync(string database, CancellationToken cancellationToken) =>
        QueryAsync(database, $"CREATE DATABASE \"{database}\"", cancellationToken);

    /// <summary>How many values a field has, e.g. in <c>meter</c> or in <c>/.*/</c>.</summary>
    public async Task<long> CountAsync(string database, string measurement, string field, CancellationToken cancellationToken) =>
        (long)await NumberAsync(database, $"SELECT count(\"{field}\") FROM \"{measurement}\"", cancellationToken);

    /// <summary>The sum of a field's values.</summary>
    public Task<double> SumAsync(string database, string measurement, string field, CancellationToken cancellationToken) =>
        NumberAsync(database, $"SELECT sum(\"{field}\") FROM \"{measurement}\"", cancellationToken);

    /// <summary>All series of a query's answer, each with the names of its columns, its tags and its rows; times are in Unix ms.</summary>
    public async Task<IReadOnlyList<InfluxSeries>> SeriesAsync(string database, string query, CancellationToken cancellationToken)
    {
        using var answer = await QueryAsync(database, query, cancellationToken);
        return answer.RootElement.GetProperty("results")[0].TryGetProperty("series", out var series)
            ? [.. series.EnumerateArray().Select(InfluxSeries.Read)]
            : [];
    }

    /// <summary>The answer to a query in InfluxQL.</summary>
    /// <exception cref="InvalidOperationException">The server refuses it.</exception>
    public async Task<JsonDocument> QueryAsync(string database, string query, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent([new("db", database), new("epoch", "ms"), new("q", query)]);
        using var response = await http.PostAsync(new Uri(Url, "/query"), form, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode && !text.Contains("\"error\"", StringComparison.Ordinal)
            ? JsonDocument.Parse(text)
            : throw new InvalidOperationException($"{query}: {text}");
    }

    /// <inheritdoc/>
    protected override async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(Url, "/ping"), cancellationToken);
            return response.StatusCode == HttpStatusCode.NoContent;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<double> NumberAsync(string database, string query, CancellationToken cancellationToken)
    {
        var series = await SeriesAsync(database, query, cancellationToken);
        return series.Count == 0 ? 0 : series[0].Rows[0][1].GetDouble();
    }
}
