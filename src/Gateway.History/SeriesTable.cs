using Gateway.Core;
using Microsoft.Data.Sqlite;

namespace Gateway.History;

/// <summary>Gives each series a number of its own here, because its place in the catalog changes when the installation does.</summary>
internal sealed class SeriesTable(SqliteConnection connection) : IDisposable
{
    public const string Schema = "CREATE TABLE IF NOT EXISTS series (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);";

    private readonly Sql find = new(connection, "SELECT id FROM series WHERE key = $1", 1);
    private readonly Sql add = new(connection, "INSERT INTO series (key) VALUES ($1) RETURNING id", 1);
    private Catalog? catalog;
    private long[] ids = [];
    private bool[] areResults = [];

    public static long? Find(SqliteConnection reader, string key)
    {
        using var query = new Sql(reader, "SELECT id FROM series WHERE key = $1", 1);
        return (long?)query.Scalar(key);
    }

    /// <summary>From now on, readings name their series by their places in that catalog.</summary>
    public void Use(Catalog next)
    {
        ids = [.. next.Select(series => (long)(find.Scalar(series.Key) ?? add.Scalar(series.Key)!))];
        areResults = [.. next.Select(ResultTable.Takes)];
        catalog = next;
    }

    /// <summary>It is not the catalog in use, or has grown since.</summary>
    public bool IsOther(Catalog next) => !ReferenceEquals(catalog, next) || ids.Length != next.Count;

    public void Forget() => catalog = null;

    public long IdOf(int series) => ids[series];

    public bool IsPeriodResult(int series) => areResults[series];

    public void Dispose()
    {
        find.Dispose();
        add.Dispose();
    }
}
