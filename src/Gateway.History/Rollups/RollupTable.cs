using Gateway.Core;
using Microsoft.Data.Sqlite;

namespace Gateway.History;

/// <summary>
/// The roll-ups on disk, with those in memory that readings have fallen into since the last flush. A reading is added to its roll-up one
/// at a time, in the order of the journal, never by way of partial sums: so a rebuild gives the same bits however the batches were cut.
/// </summary>
/// <remarks>
/// The rows of one hour stand together on disk, by series, since that is what one flush writes: by series first, each flush would
/// touch a page of each series.
/// </remarks>
internal sealed class RollupTable : IDisposable
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS rollup (
            level INTEGER NOT NULL, block INTEGER NOT NULL, series INTEGER NOT NULL, start INTEGER NOT NULL,
            count INTEGER NOT NULL, good INTEGER NOT NULL,
            min REAL, max REAL, sum REAL, last REAL, last_time INTEGER NOT NULL, last_quality INTEGER NOT NULL,
            PRIMARY KEY (level, block, series, start)) WITHOUT ROWID;
        """;

    private const string Columns = "start, count, good, min, max, sum, last, last_time, last_quality";

    private readonly Sql load;
    private readonly Sql save;
    private readonly Dictionary<(Resolution Level, long Series, long StartMs), Rollup> held = [];
    private readonly Dictionary<Resolution, long> newestOnDisk;

    public RollupTable(SqliteConnection connection)
    {
        load = new Sql(
            connection, $"SELECT {Columns} FROM rollup WHERE level = $1 AND block = $2 AND series = $3 AND start = $4", 4);
        save = new Sql(
            connection,
            $"INSERT OR REPLACE INTO rollup (level, block, series, {Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            12);
        newestOnDisk = ResolutionPeriods.All.ToDictionary(level => level, level => NewestOnDisk(connection, level));
    }

    /// <summary>Roll-ups in memory.</summary>
    public int HeldCount => held.Count;

    public static IReadOnlyList<Rollup> Read(SqliteConnection reader, long series, long fromMs, long toMs, Resolution level, int limit)
    {
        using var ends = new Sql(
            reader, "SELECT min(block), max(block) FROM rollup WHERE level = $1", 1);
        var (first, last) = ends.Rows(row => row.IsDBNull(0) ? (1L, 0L) : (row.GetInt64(0), row.GetInt64(1)), (long)level).Single();
        using var query = new Sql(
            reader,
            $"""
            WITH RECURSIVE blocks(at) AS (SELECT $1 WHERE $1 <= $2 UNION ALL SELECT at + $3 FROM blocks WHERE at + $3 <= $2)
            SELECT {Columns} FROM blocks CROSS JOIN rollup
            WHERE level = $4 AND block = at AND series = $5 AND start >= $6 AND start < $7 LIMIT $8
            """,
            8);
        return query.Rows(
            ReadRow, Math.Max(first, level.BlockOf(fromMs)), Math.Min(last, level.BlockOf(toMs)), level.BlockMs,
            (long)level, series, fromMs, toMs, (long)limit);
    }

    public void Add(long series, in Reading reading)
    {
        foreach (var level in ResolutionPeriods.All)
        {
            var start = level.StartOf(reading.Time.ToUnixTimeMilliseconds());
            var key = (level, series, start);
            held[key] = (held.TryGetValue(key, out var known) ? known : Load(level, series, start)).Add(reading);
        }
    }

    /// <summary>What is in memory of a series; of a roll-up that is on disk too, the one with more readings is the later.</summary>
    public IReadOnlyList<Rollup> Held(long series, long fromMs, long toMs, Resolution level) =>
        [.. from one in held
            where one.Key.Level == level && one.Key.Series == series && one.Key.StartMs >= fromMs && one.Key.StartMs < toMs
            select one.Value];

    /// <summary>Writes what is in memory.</summary>
    public void Flush()
    {
        foreach (var (key, rollup) in held)
        {
            Save(key.Level, key.Series, key.StartMs, rollup);
            newestOnDisk[key.Level] = Math.Max(newestOnDisk[key.Level], key.StartMs);
        }

        held.Clear();
    }

    /// <summary>Forgets what is in memory.</summary>
    public void Forget() => held.Clear();

    public void Dispose()
    {
        load.Dispose();
        save.Dispose();
    }

    private static long NewestOnDisk(SqliteConnection connection, Resolution level)
    {
        using var query = new Sql(connection, "SELECT max(block) FROM rollup WHERE level = $1", 1);
        return query.Scalar((long)level) is long block ? block + level.BlockMs : long.MinValue;
    }

    private static Rollup ReadRow(SqliteDataReader row) => new(
        row.Instant(0), row.GetInt64(1), row.GetInt64(2), row.Number(3), row.Number(4), row.Number(5), row.Number(6), row.Instant(7),
        (Quality)row.GetByte(8));

    private Rollup Load(Resolution level, long series, long startMs) =>
        startMs <= newestOnDisk[level] && load.Rows(ReadRow, (long)level, level.BlockOf(startMs), series, startMs) is [var stored]
            ? stored
            : Rollup.Empty(DateTimeOffset.FromUnixTimeMilliseconds(startMs));

    private void Save(Resolution level, long series, long startMs, in Rollup rollup) => save.Execute(
        (long)level,
        level.BlockOf(startMs),
        series,
        startMs,
        rollup.Count,
        rollup.GoodCount,
        History.Columns.Number(rollup.Min),
        History.Columns.Number(rollup.Max),
        History.Columns.Number(rollup.Sum),
        History.Columns.Number(rollup.Last),
        rollup.LastTime.ToUnixTimeMilliseconds(),
        (long)rollup.LastQuality);
}
