using Microsoft.Data.Sqlite;

namespace Gateway.History;

/// <summary>One statement, compiled once and used often, with its parameters by position.</summary>
internal sealed class Sql : IDisposable
{
    private readonly SqliteCommand command;

    /// <param name="connection">Where it runs.</param>
    /// <param name="text">With parameters <c>$1</c>, <c>$2</c> and so on.</param>
    /// <param name="parameters">How many.</param>
    public Sql(SqliteConnection connection, string text, int parameters)
    {
        command = connection.CreateCommand();
        command.CommandText = text;
        for (var i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }

        command.Prepare();
    }

    /// <summary>Runs statements once.</summary>
    public static void Run(SqliteConnection connection, string text)
    {
        using var once = connection.CreateCommand();
        once.CommandText = text;
        once.ExecuteNonQuery();
    }

    /// <summary>Runs it; returns how many rows it changed.</summary>
    public int Execute(params ReadOnlySpan<object?> values) => Bind(values).ExecuteNonQuery();

    /// <summary>The first column of the first row, or null.</summary>
    public object? Scalar(params ReadOnlySpan<object?> values) => Bind(values).ExecuteScalar();

    /// <summary>All rows, each made a <typeparamref name="T"/>.</summary>
    public List<T> Rows<T>(Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        var rows = new List<T>();
        using var reader = Bind(values).ExecuteReader();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public void Dispose() => command.Dispose();

    private SqliteCommand Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }
}
