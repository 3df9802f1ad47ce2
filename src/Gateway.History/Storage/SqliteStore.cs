using Microsoft.Data.Sqlite;

namespace Gateway.History;

/// <summary>
/// A database of SQLite in a file or in memory: one connection that writes, and one for each reader. Nothing in it is the only copy, so
/// it trades the last second before a power cut for fewer writes (WAL, synchronous NORMAL), and one that cannot be read is set aside.
/// </summary>
internal sealed class SqliteStore : IDisposable
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private readonly string readerSource;

    private SqliteStore(SqliteConnection writer, string readerSource)
    {
        Writer = writer;
        this.readerSource = readerSource;
    }

    /// <summary>The one that writes; for one thread at a time.</summary>
    public SqliteConnection Writer { get; }

    /// <summary>Opens a file, or makes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">Statements that make what is not there yet.</param>
    /// <param name="setAside">True where what was there could not be read; it is kept as <c>.damaged</c>.</param>
    public static SqliteStore Open(string path, string schema, out bool setAside)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        setAside = false;
        try
        {
            return OpenFile(path, schema);
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is Corrupt or NotADatabase)
        {
            SetAside(path);
            setAside = true;
            return OpenFile(path, schema);
        }
    }

    /// <summary>Makes an empty one in memory.</summary>
    public static SqliteStore OpenInMemory(string schema)
    {
        var source = new SqliteConnectionStringBuilder
        {
            DataSource = Guid.NewGuid().ToString("N"),
            Mode = SqliteOpenMode.Memory,
            Cache = SqliteCacheMode.Shared,
            Pooling = false,
        }.ToString();
        return new SqliteStore(Prepare(new SqliteConnection(source), schema), source);
    }

    /// <summary>A connection that only reads, beside the writer. Dispose of it soon: it holds the log back.</summary>
    public SqliteConnection OpenReader()
    {
        var reader = new SqliteConnection(readerSource);
        reader.Open();

        // In memory readers and writer share a cache, where a reader would otherwise run into the writer's locks.
        Sql.Run(reader, "PRAGMA read_uncommitted = 1; PRAGMA query_only = 1;");
        return reader;
    }

    /// <summary>Does all of it or nothing.</summary>
    public void Transact(Action changes)
    {
        Sql.Run(Writer, "BEGIN IMMEDIATE");
        try
        {
            changes();
            Sql.Run(Writer, "COMMIT");
        }
        catch
        {
            // Some faults, like a full disk, have rolled back already.
            if (SQLitePCL.raw.sqlite3_get_autocommit(Writer.Handle) == 0)
            {
                Sql.Run(Writer, "ROLLBACK");
            }

            throw;
        }
    }

    public void Dispose() => Writer.Dispose();

    private static SqliteStore OpenFile(string path, string schema)
    {
        var source = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false };
        var writer = Prepare(new SqliteConnection(source.ToString()), schema);
        source.Mode = SqliteOpenMode.ReadOnly;
        return new SqliteStore(writer, source.ToString());
    }

    private static SqliteConnection Prepare(SqliteConnection writer, string schema)
    {
        try
        {
            writer.Open();
            Sql.Run(writer, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 16777216;");
            Sql.Run(writer, schema);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    private static void SetAside(string path)
    {
        File.Move(path, path + ".damaged", overwrite: true);
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
    }
}
