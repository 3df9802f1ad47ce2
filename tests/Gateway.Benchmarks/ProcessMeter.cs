using System.Diagnostics;

namespace Gateway.Benchmarks;

/// <summary>What this process uses up from now on.</summary>
internal sealed class ProcessMeter
{
    private readonly TimeSpan cpu = Environment.CpuUsage.TotalTime;
    private readonly long allocated = GC.GetTotalAllocatedBytes(precise: true);
    private readonly Stopwatch watch = Stopwatch.StartNew();

    public TimeSpan Elapsed => watch.Elapsed;

    public static ProcessMeter Start() => new();

    /// <summary>Reads the meter: processor time in user and system mode, bytes on the managed heap, threads, resident memory.</summary>
    public Figures Stop(long requests)
    {
        var used = Environment.CpuUsage.TotalTime - cpu;
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        using var process = Process.GetCurrentProcess();
        return new Figures()
            .Add("cpu_us_per_request", used.TotalMicroseconds / requests)
            .Add("allocated_bytes_per_request", (double)bytes / requests)
            .Add("threads", process.Threads.Count)
            .Add("rss_mb", process.WorkingSet64 / 1e6);
    }
}
