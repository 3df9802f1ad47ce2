using Microsoft.Data.Sqlite;

namespace Gateway.History;

/// <summary>How an instant and a number stand in a column.</summary>
internal static class Columns
{
    extension(SqliteDataReader row)
    {
        public DateTimeOffset Instant(int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

        // SQLite has no NaN: it stores NULL.
        public double Number(int column) => row.IsDBNull(column) ? double.NaN : row.GetDouble(column);
    }

    public static object? Number(double value) => double.IsNaN(value) ? null : value;
}
