namespace Gateway.Benchmarks.Tcp;

/// <summary>
/// Polls many Modbus TCP slaves, each on its own connection, on an absolute time grid; the peer is a C program with a thread for each
/// connection.
/// </summary>
internal static class TcpBenchmark
{
    private const double MostCpuOfPeer = 1.0, LateP99Us = 1000, Threads = 20, AllocatedBytes = 0.5;

    private static readonly TcpLoad[] Loads = [new(200, 10), new(1000, 1)];

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(NativePrograms programs, BenchmarkOptions options)
    {
        var results = new List<BenchmarkResult>();
        foreach (var load in Loads)
        {
            results.Add(await RunAsync(programs, options, load));
        }

        return results;
    }

    private static async Task<BenchmarkResult> RunAsync(NativePrograms programs, BenchmarkOptions options, TcpLoad load)
    {
        List<Figures> ours = [], libmodbus = [];
        await using var slaves = MeasuredProcess.Start(programs.TcpSlaves, $"{TcpLoad.DelayUs}");
        var port = await slaves.ReadyAsync();
        for (var round = 1; round <= options.Rounds; round++)
        {
            libmodbus.Add(await MeasuredProcess.RunAsync(MeasuredProcess.Start(
                programs.LibmodbusTcp, port, $"{load.Connections}", $"{load.RequestsPerSecond}", $"{TcpLoad.Registers}",
                $"{TcpLoad.WarmUpSeconds}", $"{options.Seconds}")));
            Progress.Report($"tcp {load.Name}, round {round} of {options.Rounds}, libmodbus: {libmodbus[^1]}");
            ours.Add(await MeasuredProcess.RunAsync(MeasuredProcess.StartOurs(
                "child", "tcp", port, $"{load.Connections}", $"{load.RequestsPerSecond}", $"{options.Seconds}")));
            Progress.Report($"tcp {load.Name}, round {round} of {options.Rounds}, ours: {ours[^1]}");
        }

        var (our, peer) = (Figures.MedianOf(ours), Figures.MedianOf(libmodbus));
        return new BenchmarkResult(
            $"modbus/tcp/{load.Name}",
            our,
            [("libmodbus", peer)],
            [
                Target.AtMost("cpu_us_per_request over libmodbus", our["cpu_us_per_request"] / peer["cpu_us_per_request"], MostCpuOfPeer),
                Target.AtMost("allocated_bytes_per_request", our["allocated_bytes_per_request"], AllocatedBytes),
                Target.AtMost("late_p99_us", our["late_p99_us"], LateP99Us),
                Target.AtMost("threads", our["threads"], Threads),
                Target.AtMost("failures", our["failures"], 0),
            ]);
    }
}
