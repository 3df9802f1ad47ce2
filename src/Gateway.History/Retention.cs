using Microsoft.Data.Sqlite;

namespace Gateway.History;

/// <summary>Deletes old rows along the primary key, in short steps.</summary>
internal static class Retention
{
    public static int Prune(SqliteConnection connection, HistoryOptions options, DateTimeOffset now)
    {
        using var all = new Sql(connection, "SELECT id FROM series", 0);
        var ids = all.Rows(row => row.GetInt64(0));
        return ResolutionPeriods.All.Sum(level => PruneRollups(connection, level, Before(options.Keep(level))))
            + PruneResults(connection, ids, Before(options.KeepResults));

        long Before(TimeSpan kept) => (now - kept).ToUnixTimeMilliseconds();
    }

    // Only whole blocks that ended before.
    private static int PruneRollups(SqliteConnection connection, Resolution level, long before)
    {
        using var delete = new Sql(
            connection,
            """
            DELETE FROM rollup WHERE (level, block, series, start) IN (
                SELECT level, block, series, start FROM rollup WHERE level = $1 AND block <= $2 LIMIT $3)
            """,
            3);
        return delete.Execute((long)level, before - level.BlockMs, (long)HistoryDatabase.PruneStep);
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
