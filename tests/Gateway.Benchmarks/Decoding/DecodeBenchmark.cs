namespace Gateway.Benchmarks.Decoding;

/// <summary>Decodes registers of mixed types and orders into numbers in engineering units; per second of processor time.</summary>
internal static class DecodeBenchmark
{
    private const double ValuesPerSecond = 50e6, SameSum = 1e-9;

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(NativePrograms programs, BenchmarkOptions options)
    {
        List<Figures> ours = [], libmodbus = [];
        for (var round = 1; round <= options.Rounds; round++)
        {
            libmodbus.Add(await MeasuredProcess.RunAsync(MeasuredProcess.Start(programs.LibmodbusDecode, $"{options.Seconds}")));
            Progress.Report($"decode, round {round} of {options.Rounds}, libmodbus: {libmodbus[^1]}");
            ours.Add(await MeasuredProcess.RunAsync(MeasuredProcess.StartOurs("child", "decode", $"{options.Seconds}")));
            Progress.Report($"decode, round {round} of {options.Rounds}, ours: {ours[^1]}");
        }

        var (our, peer) = (Figures.MedianOf(ours), Figures.MedianOf(libmodbus));
        return
        [
            new BenchmarkResult(
                "modbus/decode",
                our,
                [("libmodbus", peer)],
                [
                    Target.AtLeast("values_per_s", our["values_per_s"], ValuesPerSecond),
                    Target.AtMost("allocated_bytes_per_reply", our["allocated_bytes_per_reply"], 0.01),
                    Target.AtMost("relative difference of sum from libmodbus", Math.Abs(our["sum"] / peer["sum"] - 1), SameSum),
                ]),
        ];
    }
}
