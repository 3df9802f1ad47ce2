using System.Text;

namespace Gateway.History;

/// <summary>
/// A small time-series database for where there is no InfluxDB: takes line protocol and keeps one row for each series and millisecond,
/// to which a rewritten point adds or replaces fields, as InfluxDB does. So a point sent twice is there once.
/// </summary>
/// <remarks>Writing waits for other writing; queries run beside it.</remarks>
public sealed class PointTable : IDisposable
{
    /// <summary>The most rows that <see cref="Read"/> returns; of more, the oldest.</summary>
    public const int MaxRows = 50_000;

    /// <summary>The longest text that <see cref="Store"/> takes, in bytes.</summary>
    public const int MaxTextLength = 16 << 20;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS series (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
        CREATE TABLE IF NOT EXISTS point (
            series INTEGER NOT NULL, time INTEGER NOT NULL, fields TEXT NOT NULL, PRIMARY KEY (series, time)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS point_time ON point (time);
        """;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Lock writing = new();
    private readonly SqliteStore store;
    private readonly long maxPoints;
    private readonly PointRows rows;
    private long count;

    private PointTable(SqliteStore store, long maxPoints)
    {
        this.store = store;
        this.maxPoints = maxPoints;
        rows = new PointRows(store.Writer);
        count = CountPoints();
    }

    /// <summary>Opens a file, or makes it; one that is damaged is set aside.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxPoints">So many are kept; beyond, the oldest are deleted. At least 1.</param>
    public static PointTable Open(string path, long maxPoints)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, 1);
        return new PointTable(SqliteStore.Open(path, Schema, out _), maxPoints);
    }

    /// <summary>Makes one in memory.</summary>
    public static PointTable OpenInMemory(long maxPoints)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, 1);
        return new PointTable(SqliteStore.OpenInMemory(Schema), maxPoints);
    }

    /// <summary>
    /// Stores lines of line protocol, UTF-8, timestamps in ms. A malformed line is a fault and does not hold up the others.
    /// </summary>
    /// <returns>After it returns, what was stored is on disk like everything here: a power cut may take the last second.</returns>
    public StoreResult Store(ReadOnlySpan<byte> lines)
    {
        if (lines.Length > MaxTextLength)
        {
            return new StoreResult(0, [new LineFault(1, $"{lines.Length} bytes are more than the {MaxTextLength} allowed.")]);
        }

        var (points, faults) = Parse(lines);
        lock (writing)
        {
            var added = 0L;
            store.Transact(() =>
            {
                added = points.Sum(point => rows.Merge(point) ? 1 : 0);
                added -= count + added > maxPoints ? rows.DeleteOldest(count + added - maxPoints) : 0;
            });
            count += added;
        }

        return new StoreResult(points.Count, faults);
    }

    /// <summary>How many different points there are.</summary>
    public long CountPoints()
    {
        using var reader = store.OpenReader();
        using var query = new Sql(reader, "SELECT count(*) FROM point", 0);
        return (long)query.Scalar()!;
    }

    /// <summary>All series, each as measurement and tags sorted by key, e.g. <c>meter,device=fan-meter,site=north</c>.</summary>
    public IReadOnlyList<string> Series()
    {
        using var reader = store.OpenReader();
        using var query = new Sql(reader, "SELECT key FROM series ORDER BY key", 0);
        return query.Rows(row => row.GetString(0));
    }

    /// <summary>A series' points, oldest first.</summary>
    /// <param name="series">As <see cref="Series"/> names it.</param>
    public IReadOnlyList<StoredPoint> Read(string series)
    {
        using var reader = store.OpenReader();
        using var query = new Sql(
            reader,
            "SELECT time, fields FROM point WHERE series = (SELECT id FROM series WHERE key = $1) ORDER BY time LIMIT $2",
            2);
        return query.Rows(row => new StoredPoint(row.Instant(0), PointRows.Fields(row.GetString(1))), series, (long)MaxRows);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        rows.Dispose();
        store.Dispose();
    }

    private static (List<PointLine> Points, List<LineFault> Faults) Parse(ReadOnlySpan<byte> lines)
    {
        var points = new List<PointLine>();
        var faults = new List<LineFault>();
        var number = 0;
        foreach (var range in lines.Split((byte)'\n'))
        {
            number++;
            var bytes = lines[range];
            if (bytes.IsEmpty || bytes[0] == '#')
            {
                continue;
            }

            if (ReadLine(bytes, out var fault) is { } point)
            {
                points.Add(point);
            }
            else
            {
                faults.Add(new LineFault(number, fault));
            }
        }

        return (points, faults);
    }

    private static PointLine? ReadLine(ReadOnlySpan<byte> bytes, out string fault)
    {
        try
        {
            return PointLineReader.Read(Utf8.GetString(bytes), out fault);
        }
        catch (DecoderFallbackException)
        {
            fault = "The line is not UTF-8.";
            return null;
        }
    }
}
