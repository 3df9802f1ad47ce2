using Microsoft.Data.Sqlite;

namespace Gateway.History;

/// <summary>The rows of a <see cref="PointTable"/>, for its writer.</summary>
internal sealed class PointRows(SqliteConnection connection) : IDisposable
{
    private readonly Sql findSeries = new(connection, "SELECT id FROM series WHERE key = $1", 1);
    private readonly Sql addSeries = new(connection, "INSERT INTO series (key) VALUES ($1) RETURNING id", 1);
    private readonly Sql find = new(connection, "SELECT fields FROM point WHERE series = $1 AND time = $2", 2);
    private readonly Sql save = new(connection, "INSERT OR REPLACE INTO point VALUES ($1, $2, $3)", 3);
    private readonly Sql deleteOldest = new(
        connection,
        "DELETE FROM point WHERE (series, time) IN (SELECT series, time FROM point ORDER BY time, series LIMIT $1)",
        1);

    /// <summary>Reads back what <see cref="Merge"/> wrote.</summary>
    public static SortedDictionary<string, string> Fields(string text) =>
        PointLineReader.ReadFields(text, out var fault) ?? throw new InvalidDataException($"A stored point is damaged: {fault}");

    /// <summary>Adds a point, or its fields to the one that is there; true where it is new.</summary>
    public bool Merge(PointLine point)
    {
        var series = (long)(findSeries.Scalar(point.Series) ?? addSeries.Scalar(point.Series)!);
        if (find.Scalar(series, point.TimeMs) is not string before)
        {
            save.Execute(series, point.TimeMs, Text(point.Fields));
            return true;
        }

        var merged = Fields(before);
        foreach (var (name, value) in point.Fields)
        {
            merged[name] = value;
        }

        var after = Text(merged);
        if (after != before)
        {
            save.Execute(series, point.TimeMs, after);
        }

        return false;
    }

    public int DeleteOldest(long points) => deleteOldest.Execute(points);

    public void Dispose()
    {
        findSeries.Dispose();
        addSeries.Dispose();
        find.Dispose();
        save.Dispose();
        deleteOldest.Dispose();
    }

    private static string Text(IReadOnlyDictionary<string, string> fields) =>
        string.Join(',', fields.Select(field => $"{field.Key}={field.Value}"));
}
