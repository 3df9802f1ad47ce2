using System.Diagnostics;
using Gateway.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks.Mqtt;

/// <summary>Our publisher as fast as it goes, as a process of its own.</summary>
internal static class PublishChild
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static async Task<Figures> RunAsync(int port, int bytes, int inFlight, int seconds)
    {
        var address = new GatewayAddress("s", "g");
        var broker = new BrokerOptions { Host = "127.0.0.1", Port = port, Window = inFlight };
        var publisher = new MqttPublisher(
            broker, new Topics(), address, StatusPayloads.Plain, TimeProvider.System, new Random(1), NullLogger<MqttPublisher>.Instance);
        using var end = new CancellationTokenSource();
        var keeping = publisher.RunAsync(end.Token);
        var (payload, sent, refused) = (new byte[bytes], 0L, 0L);
        var watch = Stopwatch.StartNew();
        var sending = Enumerable.Range(0, inFlight).Select(_ => Task.Run(SendAsync)).ToArray();
        await Task.Delay(WarmUp, TimeProvider.System);
        var (before, meter) = (Interlocked.Read(ref sent), ProcessMeter.Start());
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        var count = Interlocked.Read(ref sent) - before;
        var used = meter.Stop(count);
        var elapsed = meter.Elapsed.TotalSeconds;
        await end.CancelAsync();
        await Task.WhenAll([keeping, .. sending]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new Figures()
            .Add("messages_per_s", count / elapsed)
            .Add("cpu_us_per_message", used["cpu_us_per_request"])
            .Add("allocated_bytes_per_message", used["allocated_bytes_per_request"])
            .Add("refused", refused);

        async Task SendAsync()
        {
            while (!end.IsCancellationRequested)
            {
                var seq = Interlocked.Increment(ref sent);
                var verdict = await publisher.PublishAsync(new DataMessage(address, 1, seq, 1, false, payload), end.Token);
                if (verdict.Next != PublishNext.Accepted)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        }
    }
}
