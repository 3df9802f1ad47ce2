using System.Text.Json;

namespace Gateway.TestKit.Servers;

/// <summary>
/// A VictoriaMetrics: a real server for InfluxDB's 2.x write API as to address, compression and syntax. It is lenient: it answers 204 to
/// wrong tokens and bad lines too, so it proves nothing about refusals.
/// </summary>
public sealed class VictoriaMetricsServer : ServerProcess
{
    private const string Executable = "/usr/bin/victoria-metrics";
    private readonly HttpClient http = new();

    private VictoriaMetricsServer(int port) => Url = new Uri($"http://127.0.0.1:{port}");

    /// <summary>The package is there.</summary>
    public static bool IsInstalled => File.Exists(Executable);

    /// <summary>Why a test is skipped without it.</summary>
    public static string MissingReason => "Debian package victoria-metrics is not installed";

    /// <summary>The server's address.</summary>
    public Uri Url { get; }

    /// <inheritdoc/>
    protected override string Program => Executable;

    /// <inheritdoc/>
    protected override IEnumerable<string> Arguments =>
    [
        $"-httpListenAddr=127.0.0.1:{Url.Port}", $"-storageDataPath={Folder}/data", "-retentionPeriod=100y", "-memory.allowedBytes=128MB",
        "-loggerLevel=WARN", "-selfScrapeInterval=0", "-search.latencyOffset=0s", "-search.disableCache", "-dedup.minScrapeInterval=1ms",
    ];

    /// <summary>Starts a server.</summary>
    public static Task<VictoriaMetricsServer> StartAsync(CancellationToken cancellationToken) =>
        StartAsync(() => new VictoriaMetricsServer(FreePort.Next()), cancellationToken);

    /// <summary>
    /// All samples of the series whose labels match, e.g. <c>{device="fan"}</c>, as soon as at least <paramref name="expected"/> are
    /// visible:
    /// the server shows new samples only after a moment.
    /// </summary>
    public async Task<IReadOnlyList<MetricSeries>> ExportAsync(string match, int expected, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var query = new Uri(Url, $"/api/v1/export?match[]={Uri.EscapeDataString(match)}&start=0");
        while (true)
        {
            using var flushed = await http.GetAsync(new Uri(Url, "/internal/force_flush"), limit.Token);
            var lines = await http.GetStringAsync(query, limit.Token);
            var series = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(MetricSeries.Read).ToArray();
            if (series.Sum(one => one.Samples.Count) >= expected)
            {
                return series;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
        }
    }

    /// <inheritdoc/>
    protected override async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(Url, "/health"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

/// <summary>One series of VictoriaMetrics.</summary>
/// <param name="Labels">The tags; <c>__name__</c> is measurement and field, joined by '_'.</param>
/// <param name="Samples">The values by their time in Unix ms.</param>
public sealed record MetricSeries(IReadOnlyDictionary<string, string> Labels, IReadOnlyList<(long UnixMs, double Value)> Samples)
{
    internal static MetricSeries Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        var times = json.RootElement.GetProperty("timestamps").EnumerateArray().Select(time => time.GetInt64());
        var values = json.RootElement.GetProperty("values").EnumerateArray().Select(value => value.GetDouble());
        return new MetricSeries(
            json.RootElement.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!),
            [.. times.Zip(values)]);
    }
}
