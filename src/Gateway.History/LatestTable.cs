using Gateway.Core;
using Microsoft.Data.Sqlite;

namespace Gateway.History;

/// <summary>The newest reading of each series: on disk, and in memory where it came since the last flush.</summary>
internal sealed class LatestTable(SqliteConnection connection) : IDisposable
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS latest (series INTEGER PRIMARY KEY, time INTEGER NOT NULL, value REAL, quality INTEGER NOT NULL);
        """;

    // Of two readings of one instant the later in the journal counts.
    private readonly Sql save = new(
        connection,
        """
        INSERT INTO latest VALUES ($1, $2, $3, $4)
        ON CONFLICT (series) DO UPDATE SET time = excluded.time, value = excluded.value, quality = excluded.quality
        WHERE excluded.time >= time
        """,
        4);

    private readonly Dictionary<long, Reading> changed = [];

    /// <summary>What is in memory, by series.</summary>
    public IReadOnlyDictionary<long, Reading> Held => changed;

    public static IReadOnlyList<LatestValue> Read(SqliteConnection reader, IReadOnlyDictionary<long, Reading> held)
    {
        using var query = new Sql(
            reader, "SELECT id, key, time, value, quality FROM series LEFT JOIN latest ON series = id ORDER BY key", 0);
        return
        [
            .. query.Rows(row =>
            {
                var stored = row.IsDBNull(2)
                    ? (LatestValue?)null
                    : new LatestValue(row.GetString(1), row.Instant(2), row.Number(3), (Quality)row.GetByte(4));
                return held.TryGetValue(row.GetInt64(0), out var newer) && !(stored?.Time > newer.Time)
                    ? new LatestValue(row.GetString(1), newer.Time, newer.Value, newer.Quality)
                    : stored;
            }).OfType<LatestValue>(),
        ];
    }

    public void Add(long series, in Reading reading)
    {
        if (!changed.TryGetValue(series, out var known) || reading.Time >= known.Time)
        {
            changed[series] = reading;
        }
    }

    public void Flush()
    {
        foreach (var (series, reading) in changed)
        {
            save.Execute(series, reading.Time.ToUnixTimeMilliseconds(), Columns.Number(reading.Value), (long)reading.Quality);
        }

        changed.Clear();
    }

    public void Forget() => changed.Clear();

    public void Dispose() => save.Dispose();
}
