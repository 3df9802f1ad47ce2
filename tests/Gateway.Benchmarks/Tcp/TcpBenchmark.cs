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
            results.AddRange(await RunAsync(programs, options, load));
        }

        return results;
    }

    private static async Task<BenchmarkResult[]> RunAsync(NativePrograms programs, BenchmarkOptions options, TcpLoad load)
    {
        List<Figures> clients = [], pollers = [], libmodbus = [];
        await using var slaves = MeasuredProcess.Start(programs.TcpSlaves, $"{TcpLoad.DelayUs}");
        var port = await slaves.ReadyAsync();
        for (var round = 1; round <= options.Rounds; round++)
        {
            libmodbus.Add(await MeasuredProcess.RunAsync(MeasuredProcess.Start(
                programs.LibmodbusTcp, port, $"{load.Connections}", $"{load.RequestsPerSecond}", $"{TcpLoad.Registers}",
                $"{TcpLoad.WarmUpSeconds}", $"{options.Seconds}")));
            Progress.Report($"tcp {load.Name}, round {round} of {options.Rounds}, libmodbus: {libmodbus[^1]}");
            clients.Add(await OursAsync("tcp"));
            Progress.Report($"tcp {load.Name}, round {round} of {options.Rounds}, our clients: {clients[^1]}");
            pollers.Add(await OursAsync("poller"));
            Progress.Report($"tcp {load.Name}, round {round} of {options.Rounds}, our pollers: {pollers[^1]}");
        }

        var (client, poller, peer) = (Figures.MedianOf(clients), Figures.MedianOf(pollers), Figures.MedianOf(libmodbus));
        return
        [
            new BenchmarkResult(
                $"modbus/tcp/{load.Name}",
                client,
                [("libmodbus", peer)],
                [
                    Target.AtMost(
                        "cpu_us_per_request over libmodbus", client["cpu_us_per_request"] / peer["cpu_us_per_request"], MostCpuOfPeer),
                    Target.AtMost("allocated_bytes_per_request", client["allocated_bytes_per_request"], AllocatedBytes),
                    .. TargetsOfBoth(client),
                ]),
            new BenchmarkResult($"modbus/tcp-poller/{load.Name}", poller, [("libmodbus", peer)], TargetsOfBoth(poller)),
        ];

        Task<Figures> OursAsync(string child) => MeasuredProcess.RunAsync(MeasuredProcess.StartOurs(
            "child", child, port, $"{load.Connections}", $"{load.RequestsPerSecond}", $"{options.Seconds}"));
    }

    // The poller does more than the peer, which neither decodes nor screens: its processor time is shown, not judged.
    private static Target[] TargetsOfBoth(Figures ours) =>
    [
        Target.AtMost("late_p99_us", ours["late_p99_us"], LateP99Us),
        Target.AtMost("threads", ours["threads"], Threads),
        Target.AtMost("failures", ours["failures"], 0),
    ];
}
