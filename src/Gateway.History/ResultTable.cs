using Gateway.Core;
using Microsoft.Data.Sqlite;

namespace Gateway.History;

/// <summary>Results of periods: those of a series with the tag <c>period</c>.</summary>
internal sealed class ResultTable(SqliteConnection connection) : IDisposable
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS result (
            series INTEGER NOT NULL, time INTEGER NOT NULL, value REAL, quality INTEGER NOT NULL,
            PRIMARY KEY (series, time)) WITHOUT ROWID;
        """;

    private const string PeriodTag = "period";

    private readonly Sql save = new(connection, "INSERT OR REPLACE INTO result VALUES ($1, $2, $3, $4)", 4);

    public static bool Takes(Series series) => series.Tags.Any(tag => tag.Key == PeriodTag);

    public static IReadOnlyList<ResultPoint> Read(SqliteConnection reader, long series, long fromMs, long toMs, int limit)
    {
        using var query = new Sql(
            reader, "SELECT time, value, quality FROM result WHERE series = $1 AND time >= $2 AND time < $3 ORDER BY time LIMIT $4", 4);
        return query.Rows(
            row => new ResultPoint(row.Instant(0), row.Number(1), (Quality)row.GetByte(2)), series, fromMs, toMs, (long)limit);
    }

    public void Add(long series, in Reading result) =>
        save.Execute(series, result.Time.ToUnixTimeMilliseconds(), Columns.Number(result.Value), (long)result.Quality);

    public void Dispose() => save.Dispose();
}
