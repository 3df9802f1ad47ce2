using Gateway.TestKit.Servers;

namespace Gateway.Benchmarks.Mqtt;

/// <summary>Publishing to mosquitto at QoS 1, beside libmosquitto with as many messages on their way.</summary>
internal static class PublishBenchmark
{
    private const int InFlight = 100;
    private const double OfThePeer = 0.9;
    private static readonly int[] Sizes = [200, 1024, 16 * 1024];

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(NativePrograms programs, BenchmarkOptions options)
    {
        if (!MosquittoServer.IsInstalled)
        {
            throw new BenchmarkFailedException(MosquittoServer.MissingReason);
        }

        var results = new List<BenchmarkResult>();
        foreach (var bytes in Sizes)
        {
            List<Figures> ours = [], peer = [];
            for (var round = 1; round <= options.Rounds; round++)
            {
                await using var broker = await MosquittoServer.StartAsync(CancellationToken.None);
                peer.Add(await MeasuredProcess.RunAsync(MeasuredProcess.Start(
                    programs.LibmosquittoPublish, $"{broker.Port}", $"{bytes}", $"{InFlight}", "1", $"{options.Seconds}")));
                ours.Add(await MeasuredProcess.RunAsync(MeasuredProcess.StartOurs(
                    "child", "publish", $"{broker.Port}", $"{bytes}", $"{InFlight}", $"{options.Seconds}")));
                Progress.Report($"publish, {bytes} B, round {round} of {options.Rounds}: {ours[^1]}, libmosquitto: {peer[^1]}");
            }

            var (our, their) = (Figures.MedianOf(ours), Figures.MedianOf(peer));
            results.Add(new BenchmarkResult(
                $"mqtt/publish/{bytes}", our, [("libmosquitto", their)],
                [
                    Target.AtLeast("messages_per_s over libmosquitto", our["messages_per_s"] / their["messages_per_s"], OfThePeer),
                    Target.AtMost("refused", our["refused"], 0),
                ]));
        }

        return results;
    }
}
