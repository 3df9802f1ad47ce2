using Microsoft.Data.Sqlite;

namespace Gateway.History;

/// <summary>The events, the newest of which are kept. They are not in the journal, so a rebuild leaves them as they are.</summary>
internal sealed class EventTable(SqliteConnection connection) : IDisposable
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS event (
            id INTEGER PRIMARY KEY, time INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL);
        """;

    private readonly Sql add = new(connection, "INSERT INTO event (time, kind, subject, text) VALUES ($1, $2, $3, $4)", 4);
    private readonly Sql prune = new(connection, "DELETE FROM event WHERE id <= (SELECT max(id) FROM event) - $1", 1);

    public static IReadOnlyList<HistoryEvent> Newest(SqliteConnection reader, int limit)
    {
        using var query = new Sql(reader, "SELECT time, kind, subject, text FROM event ORDER BY id DESC LIMIT $1", 1);
        return query.Rows(row => new HistoryEvent(row.Instant(0), row.GetString(1), row.GetString(2), row.GetString(3)), (long)limit);
    }

    public void Add(HistoryEvent happened) =>
        add.Execute(happened.Time.ToUnixTimeMilliseconds(), happened.Kind, happened.Subject, happened.Text);

    public int Prune(int keep) => prune.Execute((long)keep);

    public void Dispose()
    {
        add.Dispose();
        prune.Dispose();
    }
}
