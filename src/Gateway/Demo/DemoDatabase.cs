using System.Web;
using Gateway.Bridge;
using Gateway.History;
using Gateway.Influx;

namespace Gateway.Demo;

/// <summary>Where the demo's bridge writes: a real InfluxDB, or an embedded table.</summary>
internal sealed class DemoDatabase : IDisposable
{
    /// <summary>A day and a half of the demo at ten polls a second; beyond it the oldest give way and would count as lost.</summary>
    private const long MaxPoints = 20_000_000;

    private const string DefaultDatabase = "gateway_demo";
    private readonly PointTable? table;
    private readonly InfluxWriter? influx;
    private readonly long pointsBefore;

    private DemoDatabase(PointTable? table, InfluxWriter? influx)
    {
        this.table = table;
        this.influx = influx;
        pointsBefore = table?.CountPoints() ?? 0;
        Writer = influx is not null ? influx : new HistoryPointWriter(table!);
    }

    public IPointWriter Writer { get; }

    /// <summary>Opens it; an InfluxDB is asked to make the database where it has none.</summary>
    /// <exception cref="NamedFailure">The InfluxDB does not answer or refuses.</exception>
    public static async Task<DemoDatabase> OpenAsync(Uri? url, string folder, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        if (url is null)
        {
            return new DemoDatabase(PointTable.Open(Path.Combine(folder, "points.db"), MaxPoints), null);
        }

        var options = new InfluxOptions
        {
            Url = new Uri(url.GetLeftPart(UriPartial.Path)),
            Database = HttpUtility.ParseQueryString(url.Query)["db"] ?? DefaultDatabase,
        };
        var influx = new InfluxWriter(options, TimeProvider.System, logging.CreateLogger<InfluxWriter>());
        var verdict = await influx.EnsureDatabaseAsync(cancellationToken);
        if (verdict.Next != WriteNext.Acknowledge)
        {
            influx.Dispose();
            throw new NamedFailure($"cannot write to {options}: {verdict.Reason}");
        }

        return new DemoDatabase(null, influx);
    }

    /// <summary>
    /// How many points it took in this run: the table is counted; an InfluxDB, which may hold others' points, has what the bridge
    /// acknowledged, less what it refused.
    /// </summary>
    public long PointsTaken(long acknowledged, long rejected) =>
        table is null ? acknowledged - rejected : table.CountPoints() - pointsBefore;

    public void Dispose()
    {
        table?.Dispose();
        influx?.Dispose();
    }
}
