namespace Gateway.Benchmarks.Journal;

/// <summary>The journal beside SQLite: values a second of processor time, and bytes at the device for each value.</summary>
internal static class JournalBenchmark
{
    private const double ValuesPerSecond = 1e6, DeviceBytesPerValue = 8;
    private const int HourTicks = 3600;

    private static readonly (string Ours, string Sqlite)[] Durabilities = [("full", "FULL"), ("normal", "NORMAL")];

    public static async Task<IReadOnlyList<BenchmarkResult>> SpeedAsync(BenchmarkOptions options)
    {
        var results = new List<BenchmarkResult>();
        foreach (var (durability, synchronous) in Durabilities)
        {
            List<Figures> ours = [], sqlite = [];
            for (var round = 1; round <= options.Rounds; round++)
            {
                sqlite.Add(await InFolderAsync(folder => ["sqlite-speed", folder, synchronous, $"{options.Seconds}"]));
                ours.Add(await InFolderAsync(folder => ["journal-speed", folder, durability, $"{options.Seconds}"]));
                Progress.Report($"speed, {durability}, round {round} of {options.Rounds}: {ours[^1]}, SQLite: {sqlite[^1]}");
            }

            var our = Figures.MedianOf(ours);
            results.Add(new BenchmarkResult(
                $"journal/speed/{durability}", our, [("sqlite", Figures.MedianOf(sqlite))],
                [Target.AtLeast("values_per_cpu_s", our["values_per_cpu_s"], ValuesPerSecond)]));
        }

        return results;
    }

    public static async Task<IReadOnlyList<BenchmarkResult>> DeviceAsync(BenchmarkOptions options)
    {
        var results = new List<BenchmarkResult>();
        foreach (var (durability, synchronous) in Durabilities)
        {
            var sqlite = await OnDiskAsync(folder => ["sqlite-hour", folder, synchronous, $"{HourTicks}"]);
            var ours = await OnDiskAsync(folder => ["journal-hour", folder, durability, $"{HourTicks}"]);
            Progress.Report($"device, {durability}: {ours}, SQLite: {sqlite}");
            results.Add(new BenchmarkResult(
                $"journal/device/{durability}", ours, [("sqlite", sqlite)],
                [Target.AtMost("device_bytes_per_value", ours["device_bytes_per_value"], DeviceBytesPerValue)]));
        }

        return results;
    }

    private static async Task<Figures> InFolderAsync(Func<string, string[]> child)
    {
        // Not in /tmp, which may be memory.
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"journal-{Guid.NewGuid():n}"));
        try
        {
            return await MeasuredProcess.RunAsync(MeasuredProcess.StartOurs(["child", .. child(folder.FullName)]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Figures> OnDiskAsync(Func<string, string[]> child)
    {
        using var disk = new LoopDisk();
        var before = disk.BytesWritten;
        var figures = await MeasuredProcess.RunAsync(MeasuredProcess.StartOurs(["child", .. child(disk.Folder)]));
        return figures.Add("device_bytes_per_value", (disk.BytesWritten - before) / figures["values"]);
    }
}
