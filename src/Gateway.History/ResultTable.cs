using Gateway.Core;
using Microsoft.Data.Sqlite;

namespace Gateway.History;

/// <summary>Results of periods: those of a series with the tag <c>period</c>. On disk, and in memory those since the last flush.</summary>
internal sealed class ResultTable(SqliteConnection connection) : IDisposable
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS result (
            series INTEGER NOT NULL, time INTEGER NOT NULL, value REAL, quality INTEGER NOT NULL,
            PRIMARY KEY (series, time)) WITHOUT ROWID;
        """;

    private const string PeriodTag = "period";

    private readonly Sql save = new(connection, "INSERT OR REPLACE INTO result VALUES ($1, $2, $3, $4)", 4);

    private readonly Dictionary<(long Series, long TimeMs), Reading> held = [];

    /// <summary>Results in memory.</summary>
    public int HeldCount => held.Count;

    public static bool Takes(Series series) => series.Tags.Any(tag => tag.Key == PeriodTag);

    public static IReadOnlyList<ResultPoint> Read(SqliteConnection reader, long series, long fromMs, long toMs, int limit)
    {
        using var query = new Sql(
            reader, "SELECT time, value, quality FROM result WHERE series = $1 AND time >= $2 AND time < $3 ORDER BY time LIMIT $4", 4);
        return query.Rows(
            row => new ResultPoint(row.Instant(0), row.Number(1), (Quality)row.GetByte(2)), series, fromMs, toMs, (long)limit);
    }

    public void Add(long series, in Reading result) => held[(series, result.Time.ToUnixTimeMilliseconds())] = result;

    /// <summary>What is in memory of a series; it counts before what is on disk.</summary>
    public IReadOnlyList<ResultPoint> Held(long series, long fromMs, long toMs) =>
        [.. from one in held
            where one.Key.Series == series && one.Key.TimeMs >= fromMs && one.Key.TimeMs < toMs
            select new ResultPoint(DateTimeOffset.FromUnixTimeMilliseconds(one.Key.TimeMs), one.Value.Value, one.Value.Quality)];

    /// <summary>Writes what is in memory.</summary>
    public void Flush()
    {
        foreach (var ((series, timeMs), result) in held)
        {
            save.Execute(series, timeMs, Columns.Number(result.Value), (long)result.Quality);
        }

        held.Clear();
    }

    public void Forget() => held.Clear();

    public void Dispose() => save.Dispose();
}
