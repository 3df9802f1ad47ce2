using System.Globalization;
using Gateway.Core;
using Microsoft.Data.Sqlite;

namespace Gateway.History;

/// <summary>
/// What the dashboard asks for: the newest values, roll-ups by minute, hour and day, results of periods and events. Derived from the
/// journal: it remembers how far it has read, in the same transaction as what it made of it, and can be rebuilt at any time.
/// </summary>
/// <remarks>
/// What is recorded is in memory first, where queries find it, and goes to disk once an hour: so a page of the disk is written once for
/// an hour's readings and not once for each. A stop that is not in order costs nothing but reading that hour from the journal again.
/// Writing methods may be called from any thread and wait for each other; queries run beside them.
/// </remarks>
public sealed class HistoryDatabase : IDisposable
{
    /// <summary>The most rows that a query returns; of more, the oldest.</summary>
    public const int MaxRows = 50_000;

    /// <summary>Roll-ups and results held in memory; at the bound they go to disk before the hour is over.</summary>
    public const int MaxHeld = 60_000;

    /// <summary>So many roll-ups of a level, and results of a series, are deleted at most in one <see cref="Prune"/>.</summary>
    public const int PruneStep = 1000;

    private const int SchemaVersion = 2;

    private readonly Lock writing = new();
    private readonly SqliteStore store;
    private readonly HistoryOptions options;
    private readonly SeriesTable series;
    private readonly RollupTable rollups;
    private readonly LatestTable latest;
    private readonly ResultTable results;
    private readonly EventTable events;
    private readonly Sql setLastSeq;

    // The hour of the newest reading, and that of the last flush; ms since 1970.
    private long newest = long.MinValue;
    private long held = long.MinValue;

    private HistoryDatabase(SqliteStore store, ulong journalEpoch, HistoryOptions options, bool startedAnew)
    {
        this.store = store;
        this.options = options;
        StartedAnew = !IsOf(journalEpoch) || startedAnew;
        if (StartedAnew)
        {
            Reset(journalEpoch);
        }

        Sql.Run(store.Writer, DerivedSchema);
        series = new SeriesTable(store.Writer);
        rollups = new RollupTable(store.Writer);
        latest = new LatestTable(store.Writer);
        results = new ResultTable(store.Writer);
        events = new EventTable(store.Writer);
        setLastSeq = new Sql(store.Writer, "UPDATE progress SET last_seq = $1", 1);
        LastSeq = SavedSeq();
    }

    /// <summary>The sequence number of the last journal entry that is in here, 0 for none: feed it what follows.</summary>
    public long LastSeq { get; private set; }

    /// <summary>True where nothing usable of this journal was there, so that it is to be rebuilt from the journal's oldest entry.</summary>
    public bool StartedAnew { get; }

    /// <summary>What it takes on disk, without the log that is written back now and then.</summary>
    public long SizeBytes => (long)Scalar("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")!;

    private static string DerivedSchema => SeriesTable.Schema + RollupTable.Schema + LatestTable.Schema + ResultTable.Schema;

    /// <summary>
    /// Opens a file, or makes it. One that is damaged is set aside; of one of another journal or version only the events are kept.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="journalEpoch">Which journal it follows.</param>
    /// <param name="options">How long to keep what.</param>
    public static HistoryDatabase Open(string path, ulong journalEpoch, HistoryOptions options)
    {
        var store = SqliteStore.Open(path, BaseSchema(), out var setAside);
        return Take(store, journalEpoch, options, setAside);
    }

    /// <summary>Makes one in memory.</summary>
    public static HistoryDatabase OpenInMemory(ulong journalEpoch, HistoryOptions options) =>
        Take(SqliteStore.OpenInMemory(BaseSchema()), journalEpoch, options, false);

    /// <summary>Takes in ticks, in the order of the journal; those it has already are passed over.</summary>
    /// <exception cref="SqliteException">The disk refuses. <see cref="LastSeq"/> tells from where to record again.</exception>
    public void Record(IReadOnlyList<RecordedTick> ticks)
    {
        lock (writing)
        {
            OrForget(() =>
            {
                foreach (var tick in ticks.Where(tick => tick.Seq > LastSeq))
                {
                    Fold(tick);
                    LastSeq = tick.Seq;
                }

                if (newest > held || rollups.HeldCount + results.HeldCount > MaxHeld)
                {
                    WriteHeld();
                }
            });
        }
    }

    /// <summary>Forgets all that follows from the journal, so that it can be recorded again from the first entry. Events stay.</summary>
    public void BeginAnew()
    {
        lock (writing)
        {
            store.Transact(() => Sql.Run(
                store.Writer, "DELETE FROM latest; DELETE FROM result; DELETE FROM rollup; UPDATE progress SET last_seq = 0;"));
            rollups.Forget();
            latest.Forget();
            results.Forget();
            LastSeq = 0;
        }
    }

    /// <summary>Writes what is only in memory.</summary>
    /// <exception cref="SqliteException">The disk refuses. <see cref="LastSeq"/> tells from where to record again.</exception>
    public void Flush()
    {
        lock (writing)
        {
            OrForget(WriteHeld);
        }
    }

    /// <summary>Writes down that something happened.</summary>
    public void Record(HistoryEvent happened)
    {
        lock (writing)
        {
            events.Add(happened);
        }
    }

    /// <summary>The newest value of every series, by series.</summary>
    public IReadOnlyList<LatestValue> Latest()
    {
        Dictionary<long, Reading> inMemory;
        lock (writing)
        {
            inMemory = new(latest.Held);
        }

        using var reader = store.OpenReader();
        return LatestTable.Read(reader, inMemory);
    }

    /// <summary>A series' roll-ups whose period begins in [from, to), oldest first; none for a series never seen.</summary>
    public IReadOnlyList<Rollup> Query(string seriesKey, DateTimeOffset from, DateTimeOffset to, Resolution resolution)
    {
        using var reader = store.OpenReader();
        if (SeriesTable.Find(reader, seriesKey) is not { } id)
        {
            return [];
        }

        var (fromMs, toMs) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        IReadOnlyList<Rollup> inMemory;
        lock (writing)
        {
            inMemory = rollups.Held(id, fromMs, toMs, resolution);
        }

        // What was in memory may have gone to disk since.
        var onDisk = RollupTable.Read(reader, id, fromMs, toMs, resolution, MaxRows);
        return [.. onDisk.Concat(inMemory).GroupBy(rollup => rollup.Start, (_, same) => same.MaxBy(rollup => rollup.Count))
            .OrderBy(rollup => rollup.Start).Take(MaxRows)];
    }

    /// <summary>
    /// A series' results of periods that end in [from, to), oldest first; only series with the tag <c>period</c> have them.
    /// </summary>
    public IReadOnlyList<ResultPoint> QueryResults(string seriesKey, DateTimeOffset from, DateTimeOffset to)
    {
        using var reader = store.OpenReader();
        if (SeriesTable.Find(reader, seriesKey) is not { } id)
        {
            return [];
        }

        var (fromMs, toMs) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        IReadOnlyList<ResultPoint> inMemory;
        lock (writing)
        {
            inMemory = results.Held(id, fromMs, toMs);
        }

        var onDisk = ResultTable.Read(reader, id, fromMs, toMs, MaxRows);
        return [.. onDisk.Concat(inMemory).GroupBy(point => point.Time, (_, same) => same.Last())
            .OrderBy(point => point.Time).Take(MaxRows)];
    }

    /// <summary>The newest events, newest first.</summary>
    public IReadOnlyList<HistoryEvent> Events(int limit)
    {
        using var reader = store.OpenReader();
        return EventTable.Newest(reader, Math.Clamp(limit, 0, MaxRows));
    }

    /// <summary>
    /// Deletes some of what is older than the options allow, in a step short enough not to hold up <see cref="Record(HistoryEvent)"/>.
    /// </summary>
    /// <returns>How many rows; call again until it is 0, or at leisure.</returns>
    public int Prune(DateTimeOffset now)
    {
        lock (writing)
        {
            var deleted = 0;
            store.Transact(() => deleted = Retention.Prune(store.Writer, options, now) + events.Prune(options.MaxEvents));
            return deleted;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Flush();
        }
        catch (SqliteException)
        {
            // Nothing is lost: the next start reads it from the journal.
        }

        series.Dispose();
        rollups.Dispose();
        latest.Dispose();
        results.Dispose();
        events.Dispose();
        setLastSeq.Dispose();
        store.Dispose();
    }

    private static string BaseSchema() => EventTable.Schema
        + "CREATE TABLE IF NOT EXISTS progress (version INTEGER NOT NULL, epoch TEXT NOT NULL, last_seq INTEGER NOT NULL);";

    private static HistoryDatabase Take(SqliteStore store, ulong journalEpoch, HistoryOptions options, bool startedAnew)
    {
        try
        {
            return new HistoryDatabase(store, journalEpoch, options, startedAnew);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private static string Text(ulong epoch) => epoch.ToString("x16", CultureInfo.InvariantCulture);

    private void Fold(in RecordedTick recorded)
    {
        if (series.IsOther(recorded.Catalog))
        {
            var catalog = recorded.Catalog;
            store.Transact(() => series.Use(catalog));
        }

        foreach (var reading in recorded.Tick.Readings)
        {
            Fold(reading);
        }

        foreach (var result in recorded.Tick.Results)
        {
            Fold(result);
            if (series.IsPeriodResult(result.Series))
            {
                results.Add(series.IdOf(result.Series), result);
            }
        }
    }

    private void Fold(in Reading reading)
    {
        var id = series.IdOf(reading.Series);
        newest = Math.Max(newest, Resolution.Hour.StartOf(reading.Time.ToUnixTimeMilliseconds()));
        rollups.Add(id, reading);
        latest.Add(id, reading);
    }

    private void WriteHeld()
    {
        store.Transact(() =>
        {
            rollups.Flush();
            latest.Flush();
            results.Flush();
            setLastSeq.Execute(LastSeq);
        });
        held = newest;
    }

    // What did not get to disk is forgotten as a whole: the journal has it.
    private void OrForget(Action change)
    {
        try
        {
            change();
        }
        catch
        {
            series.Forget();
            rollups.Forget();
            latest.Forget();
            results.Forget();
            LastSeq = SavedSeq();
            throw;
        }
    }

    private long SavedSeq() => (long)Scalar("SELECT last_seq FROM progress")!;

    private bool IsOf(ulong journalEpoch) =>
        Scalar($"SELECT count(*) FROM progress WHERE version = {SchemaVersion} AND epoch = '{Text(journalEpoch)}'") is 1L;

    private void Reset(ulong journalEpoch) => Sql.Run(
        store.Writer,
        $"""
        BEGIN;
        DROP TABLE IF EXISTS latest; DROP TABLE IF EXISTS result; DROP TABLE IF EXISTS rollup; DROP TABLE IF EXISTS series;
        DELETE FROM progress;
        INSERT INTO progress VALUES ({SchemaVersion}, '{Text(journalEpoch)}', 0);
        COMMIT;
        """);

    private object? Scalar(string text)
    {
        using var once = new Sql(store.Writer, text, 0);
        return once.Scalar();
    }
}
