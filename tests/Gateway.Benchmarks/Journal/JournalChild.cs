using System.Buffers;
using System.Diagnostics;
using Gateway.Core;
using Gateway.History;
using Gateway.Journal;

namespace Gateway.Benchmarks.Journal;

/// <summary>Our side: ticks into the journal, and from there into the history, as the running gateway does it.</summary>
internal static class JournalChild
{
    /// <summary>Commits as fast as it goes, one tick a commit.</summary>
    public static Task<Figures> SpeedAsync(string folder, Durability durability, int seconds)
    {
        var plant = new PlantTicks();
        Tick[] ticks = [.. Enumerable.Range(0, 64).Select(_ => plant.Next())];
        using var journal = JournalWriter.Open(
            folder, new JournalOptions { Durability = durability, MaxBytes = 64 << 20 }, CatalogText.Write(plant.Catalog));
        var payload = new ArrayBufferWriter<byte>();
        Write(journal, ticks[0], payload);
        var (count, bytes) = (0L, 0L);
        var watch = Stopwatch.StartNew();
        var start = Environment.CpuUsage.TotalTime;
        while (watch.Elapsed < TimeSpan.FromSeconds(seconds))
        {
            bytes += Write(journal, ticks[count++ % ticks.Length], payload);
        }

        var used = Environment.CpuUsage.TotalTime - start;
        return Task.FromResult(new Figures()
            .Add("values_per_cpu_s", count * PlantTicks.Values / used.TotalSeconds)
            .Add("values_per_s", count * PlantTicks.Values / watch.Elapsed.TotalSeconds)
            .Add("payload_bytes_per_value", (double)bytes / (count * PlantTicks.Values)));
    }

    /// <summary>
    /// An hour of a plant, one commit a second; the system's own flushing, which comes by the clock, is asked for by number.
    /// </summary>
    public static Task<Figures> HourAsync(string folder, Durability durability, int ticks)
    {
        const int FlushedEvery = 30;
        var plant = new PlantTicks();
        using (var journal = JournalWriter.Open(
            Path.Combine(folder, "journal"), new JournalOptions { Durability = durability }, CatalogText.Write(plant.Catalog)))
        using (var history = HistoryDatabase.Open(Path.Combine(folder, "history.db"), journal.Epoch, new HistoryOptions()))
        {
            var payload = new ArrayBufferWriter<byte>();
            for (var number = 1; number <= ticks; number++)
            {
                var tick = plant.Next();
                Write(journal, tick, payload);
                history.Record([new RecordedTick(number, plant.Catalog, tick)]);
                if (number % FlushedEvery == 0)
                {
                    LoopDisk.Sync(folder);
                }
            }
        }

        LoopDisk.Sync(folder);
        return Task.FromResult(new Figures().Add("values", (double)ticks * PlantTicks.Values));
    }

    private static int Write(JournalWriter journal, Tick tick, ArrayBufferWriter<byte> payload)
    {
        payload.ResetWrittenCount();
        TickCodec.Write(tick, payload);
        journal.Append(payload.WrittenSpan);
        var outcome = journal.Commit();
        return outcome.Committed ? payload.WrittenCount : throw new BenchmarkFailedException(outcome.Fault!);
    }
}
