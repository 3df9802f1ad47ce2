using Microsoft.Data.Sqlite;

namespace Gateway.History;

/// <summary>Deletes old rows series by series, so that each step follows the primary key and stays short.</summary>
internal static class Retention
{
    public static int Prune(SqliteConnection connection, HistoryOptions options, DateTimeOffset now)
    {
        using var all = new Sql(connection, "SELECT id FROM series", 0);
        var ids = all.Rows(row => row.GetInt64(0));
        return ResolutionPeriods.All.Sum(level => PruneRollups(connection, ids, level, Before(options.Keep(level))))
            + PruneResults(connection, ids, Before(options.KeepResults));

        long Before(TimeSpan kept) => (now - kept).ToUnixTimeMilliseconds();
    }

    private static int PruneRollups(SqliteConnection connection, List<long> ids, Resolution level, long before)
    {
        using var delete = new Sql(
            connection,
            """
            DELETE FROM rollup WHERE level = $1 AND series = $2 AND start < min($3, $4 + coalesce(
                (SELECT min(start) FROM rollup WHERE level = $1 AND series = $2), 0))
            """,
            4);
        return ids.Sum(id => delete.Execute((long)level, id, before, HistoryDatabase.PruneStep * level.PeriodMs));
    }

    private static int PruneResults(SqliteConnection connection, List<long> ids, long before)
    {
        using var delete = new Sql(
            connection,
            """
            DELETE FROM result WHERE series = $1 AND time < $2 AND time IN (
                SELECT time FROM result WHERE series = $1 AND time < $2 ORDER BY time LIMIT $3)
            """,
            3);
        return ids.Sum(id => delete.Execute(id, before, (long)HistoryDatabase.PruneStep));
    }
}
