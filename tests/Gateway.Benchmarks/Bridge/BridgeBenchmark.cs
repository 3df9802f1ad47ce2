using System.Globalization;
using System.IO.Compression;
using Gateway.TestKit.Servers;

namespace Gateway.Benchmarks.Bridge;

/// <summary>
/// The bridge from mosquitto to VictoriaMetrics, beside a client in C that writes the same lines, prepared and compressed beforehand: what
/// the database takes, without broker, acknowledgement and bridge.
/// </summary>
internal static class BridgeBenchmark
{
    private const int Open = 512, MessagesPerBody = 100, Bodies = 20;
    private const double LeastValuesPerSecond = 200_000, MostMb = 200;
    private const string WritePath = "/write?db=plant&precision=ms";
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <summary>One bridge, and two that share the load.</summary>
    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(NativePrograms programs, BenchmarkOptions options)
    {
        Need();
        List<Figures> one = [], two = [], peer = [];
        for (var round = 1; round <= options.Rounds; round++)
        {
            peer.Add(await PeerAsync(programs, options.Seconds));
            one.Add(await SteadyAsync(1, options.Seconds));
            two.Add(await SteadyAsync(2, options.Seconds));
            Progress.Report($"bridge, round {round} of {options.Rounds}: {one[^1]}, two: {two[^1]}, client in C: {peer[^1]}");
        }

        var (single, shared, direct) = (Figures.MedianOf(one), Figures.MedianOf(two), Figures.MedianOf(peer));
        return
        [
            new BenchmarkResult("bridge/one", single, [("http client in C", direct)], Targets(single)),
            new BenchmarkResult("bridge/two", shared, [("one bridge", single), ("http client in C", direct)], Targets(shared)),
        ];
    }

    private static void Need()
    {
        if (!MosquittoServer.IsInstalled || !VictoriaMetricsServer.IsInstalled)
        {
            throw new BenchmarkFailedException($"{MosquittoServer.MissingReason}, or {VictoriaMetricsServer.MissingReason}");
        }
    }

    private static Target[] Targets(Figures figures) =>
    [
        Target.AtLeast("values_per_s", figures["values_per_s"], LeastValuesPerSecond),
        Target.AtMost("peak_mb", figures["peak_mb"], MostMb),
    ];

    private static async Task<Figures> SteadyAsync(int count, int seconds)
    {
        await using var broker = await MosquittoServer.StartAsync(CancellationToken.None);
        await using var database = await VictoriaMetricsServer.StartAsync(CancellationToken.None);
        var bridges = new List<BridgeProcess>();
        try
        {
            for (var i = 0; i < count; i++)
            {
                bridges.Add(await BridgeProcess.StartAsync(broker.Port, database.Url, isShared: count > 1));
            }

            await using var warm = Feed(broker);
            await warm.ReadyAsync();
            await Task.Delay(WarmUp, TimeProvider.System);
            await warm.FiguresAsync();

            var before = bridges.Sum(bridge => bridge.CpuSeconds);
            await using var feed = Feed(broker);
            await feed.ReadyAsync();
            await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
            var figures = await feed.FiguresAsync();
            var used = bridges.Sum(bridge => bridge.CpuSeconds) - before;
            return figures
                .Add("cpu_us_per_value", used * 1e6 / (figures["messages"] * PlantLines.ValuesPerMessage))
                .Add("peak_mb", bridges.Max(bridge => bridge.PeakMb));
        }
        finally
        {
            foreach (var bridge in bridges)
            {
                await bridge.DisposeAsync();
            }
        }
    }

    private static async Task<Figures> PeerAsync(NativePrograms programs, int seconds)
    {
        using var folder = new TempFolder();
        var files = new List<string>();
        for (var body = 0; body < Bodies; body++)
        {
            files.Add(folder.File($"{body}.gz"));
            await using var zip = new GZipStream(File.Create(files[^1]), CompressionLevel.Fastest);
            for (var second = 0; second < MessagesPerBody; second++)
            {
                await zip.WriteAsync(PlantLines.Message("g0", (body * MessagesPerBody) + second));
            }
        }

        await using var database = await VictoriaMetricsServer.StartAsync(CancellationToken.None);
        var figures = await MeasuredProcess.RunAsync(MeasuredProcess.Start(
            programs.HttpWrite, [$"{database.Url.Port}", WritePath, "2", $"{seconds}", .. files]));
        const double Values = MessagesPerBody * PlantLines.ValuesPerMessage;
        return new Figures()
            .Add("values_per_s", figures["writes_per_s"] * Values)
            .Add("cpu_us_per_value", figures["cpu_us_per_write"] / Values);
    }

    private static MeasuredProcess Feed(MosquittoServer broker) =>
        MeasuredProcess.StartOurs("child", "feed", Text(broker.Port), Text(Open));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
