namespace Gateway.Benchmarks.Serial;

/// <summary>
/// Reads 50 registers again and again over an emulated serial line whose slave takes 1 ms to answer. Bus utilisation is the time
/// that characters, silences and slave need by arithmetic, over the time really taken.
/// </summary>
internal static class SerialBenchmark
{
    private const int Registers = 50, TurnaroundUs = 1000, WarmUpRequests = 300, BitsPerCharacter = 11;
    private const double LeastUtilisation = 0.97;

    private static readonly int[] BaudRates = [9_600, 19_200, 115_200];

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(NativePrograms programs, BenchmarkOptions options)
    {
        var results = new List<BenchmarkResult>();
        foreach (var baudRate in BaudRates)
        {
            results.Add(await RunAsync(programs, options, baudRate));
        }

        return results;
    }

    private static async Task<BenchmarkResult> RunAsync(NativePrograms programs, BenchmarkOptions options, int baudRate)
    {
        List<Figures> ours = [], libmodbus = [];
        for (var round = 1; round <= options.Rounds; round++)
        {
            libmodbus.Add(await OnLineAsync(device => MeasuredProcess.Start(
                programs.LibmodbusRtu, device, $"{baudRate}", "E", $"{Registers}", $"{WarmUpRequests}", $"{options.Seconds}")));
            Progress.Report($"serial {baudRate} 8E1, round {round} of {options.Rounds}, libmodbus: {libmodbus[^1]}");
            ours.Add(await OnLineAsync(device => MeasuredProcess.StartOurs(
                "child", "serial", device, $"{baudRate}", $"{Registers}", $"{WarmUpRequests}", $"{options.Seconds}")));
            Progress.Report($"serial {baudRate} 8E1, round {round} of {options.Rounds}, ours: {ours[^1]}");
        }

        var (our, peer) = (Figures.MedianOf(ours), Figures.MedianOf(libmodbus));
        return new BenchmarkResult(
            $"modbus/serial/{baudRate}-8E1",
            our,
            [("libmodbus", peer)],
            [
                Target.AtLeast("utilisation", our["utilisation"], LeastUtilisation),
                Target.AtMost("silence_violations", our["silence_violations"], 0),
                Target.AtMost("failures", our["failures"], 0),
            ]);

        async Task<Figures> OnLineAsync(Func<string, MeasuredProcess> client)
        {
            await using var line = MeasuredProcess.Start(
                programs.SerialLine, $"{baudRate}", $"{BitsPerCharacter}", $"{TurnaroundUs}", $"{WarmUpRequests}");
            var measured = await MeasuredProcess.RunAsync(client(await line.ReadyAsync()));
            return (await line.FiguresAsync()).Add(measured);
        }
    }
}
