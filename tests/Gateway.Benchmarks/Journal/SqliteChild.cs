using System.Diagnostics;
using Gateway.Core;
using Microsoft.Data.Sqlite;

namespace Gateway.Benchmarks.Journal;

/// <summary>The peer: SQLite, where other gateways keep what is not delivered; a row for each value, a transaction for each tick.</summary>
internal static class SqliteChild
{
    public static Task<Figures> SpeedAsync(string folder, string synchronous, int seconds)
    {
        var plant = new PlantTicks();
        Tick[] ticks = [.. Enumerable.Range(0, 64).Select(_ => plant.Next())];
        using var table = new Table(folder, synchronous);
        table.Write(ticks[0]);
        var count = 0L;
        var watch = Stopwatch.StartNew();
        var start = Environment.CpuUsage.TotalTime;
        while (watch.Elapsed < TimeSpan.FromSeconds(seconds))
        {
            table.Write(ticks[count++ % ticks.Length]);
        }

        var used = Environment.CpuUsage.TotalTime - start;
        return Task.FromResult(new Figures()
            .Add("values_per_cpu_s", count * PlantTicks.Values / used.TotalSeconds)
            .Add("values_per_s", count * PlantTicks.Values / watch.Elapsed.TotalSeconds));
    }

    public static Task<Figures> HourAsync(string folder, string synchronous, int ticks)
    {
        var plant = new PlantTicks();
        using (var table = new Table(folder, synchronous))
        {
            for (var number = 1; number <= ticks; number++)
            {
                table.Write(plant.Next());
            }
        }

        LoopDisk.Sync(folder);
        return Task.FromResult(new Figures().Add("values", (double)ticks * PlantTicks.Values));
    }

    private sealed class Table : IDisposable
    {
        private readonly SqliteConnection connection;
        private readonly SqliteCommand insert;

        public Table(string folder, string synchronous)
        {
            connection = new SqliteConnection($"Data Source={Path.Combine(folder, "values.db")};Pooling=False");
            connection.Open();
            Run($"PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous};"
                + "CREATE TABLE readings (id INTEGER PRIMARY KEY, series INTEGER, time INTEGER, value REAL, quality INTEGER);");
            insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO readings (series, time, value, quality) VALUES ($1, $2, $3, $4)";
            foreach (var name in (string[])["$1", "$2", "$3", "$4"])
            {
                insert.Parameters.Add(new SqliteParameter { ParameterName = name });
            }
        }

        public void Write(Tick tick)
        {
            Run("BEGIN");
            foreach (var reading in tick.Readings)
            {
                insert.Parameters[0].Value = reading.Series;
                insert.Parameters[1].Value = reading.Time.ToUnixTimeMilliseconds();
                insert.Parameters[2].Value = reading.Value;
                insert.Parameters[3].Value = (long)reading.Quality;
                insert.ExecuteNonQuery();
            }

            Run("COMMIT");
        }

        public void Dispose()
        {
            insert.Dispose();
            connection.Dispose();
        }

        private void Run(string text)
        {
            using var command = connection.CreateCommand();
            command.CommandText = text;
            command.ExecuteNonQuery();
        }
    }
}
