using Gateway.Core;
using Microsoft.Data.Sqlite;

namespace Gateway.History;

/// <summary>
/// The roll-ups on disk, with those that readings fall into just now in memory. A reading is added to its roll-up one at a time, in the
/// order of the journal, never by way of partial sums: so a rebuild gives the same bits however the batches were cut.
/// </summary>
internal sealed class RollupTable(SqliteConnection connection) : IDisposable
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS rollup (
            level INTEGER NOT NULL, series INTEGER NOT NULL, start INTEGER NOT NULL, count INTEGER NOT NULL, good INTEGER NOT NULL,
            min REAL, max REAL, sum REAL, last REAL, last_time INTEGER NOT NULL, last_quality INTEGER NOT NULL,
            PRIMARY KEY (level, series, start)) WITHOUT ROWID;
        """;

    private const string Columns = "start, count, good, min, max, sum, last, last_time, last_quality";

    private readonly Sql load = new(connection, $"SELECT {Columns} FROM rollup WHERE level = $1 AND series = $2 AND start = $3", 3);
    private readonly Sql save = new(
        connection, $"INSERT OR REPLACE INTO rollup (level, series, {Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", 11);

    private readonly Dictionary<(Resolution Level, long Series), (Rollup Rollup, bool IsDirty)> current = [];

    public static IReadOnlyList<Rollup> Read(SqliteConnection reader, long series, long fromMs, long toMs, Resolution level, int limit)
    {
        using var query = new Sql(
            reader,
            $"SELECT {Columns} FROM rollup WHERE level = $1 AND series = $2 AND start >= $3 AND start < $4 ORDER BY start LIMIT $5",
            5);
        return query.Rows(ReadRow, (long)level, series, fromMs, toMs, (long)limit);
    }

    public void Add(long series, in Reading reading)
    {
        foreach (var level in ResolutionPeriods.All)
        {
            var start = level.StartOf(reading.Time.ToUnixTimeMilliseconds());
            current[(level, series)] = (At(level, series, start).Add(reading), true);
        }
    }

    /// <summary>Writes what was added since the last time.</summary>
    public void Flush()
    {
        foreach (var (key, (rollup, isDirty)) in current)
        {
            if (isDirty)
            {
                Save(key.Level, key.Series, rollup);
                current[key] = (rollup, false);
            }
        }
    }

    /// <summary>Forgets what was added and not committed.</summary>
    public void Forget() => current.Clear();

    public void Dispose()
    {
        load.Dispose();
        save.Dispose();
    }

    private static Rollup ReadRow(SqliteDataReader row) => new(
        row.Instant(0), row.GetInt64(1), row.GetInt64(2), row.Number(3), row.Number(4), row.Number(5), row.Number(6), row.Instant(7),
        (Quality)row.GetByte(8));

    private Rollup At(Resolution level, long series, long startMs)
    {
        var known = current.TryGetValue((level, series), out var held);
        if (known && held.Rollup.Start.ToUnixTimeMilliseconds() == startMs)
        {
            return held.Rollup;
        }

        if (known && held.IsDirty)
        {
            Save(level, series, held.Rollup);
        }

        return load.Rows(ReadRow, (long)level, series, startMs) is [var stored]
            ? stored
            : Rollup.Empty(DateTimeOffset.FromUnixTimeMilliseconds(startMs));
    }

    private void Save(Resolution level, long series, in Rollup rollup) => save.Execute(
        (long)level,
        series,
        rollup.Start.ToUnixTimeMilliseconds(),
        rollup.Count,
        rollup.GoodCount,
        History.Columns.Number(rollup.Min),
        History.Columns.Number(rollup.Max),
        History.Columns.Number(rollup.Sum),
        History.Columns.Number(rollup.Last),
        rollup.LastTime.ToUnixTimeMilliseconds(),
        (long)rollup.LastQuality);
}
