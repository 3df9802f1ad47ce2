using System.Collections.Concurrent;
using System.Diagnostics;
using Gateway.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks.Bridge;

/// <summary>
/// Gateways in small, as a process of their own: so many messages are sent and not yet acknowledged by a bridge at a time. It says
/// <c>ready</c> with the first acknowledgement, or when it may send no more without one.
/// </summary>
internal static class FeedChild
{
    private const int Gateways = 4, Prepared = 400;
    private static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(2);

    /// <summary>Feeds until the input ends, or until so many messages are acknowledged.</summary>
    public static async Task<Figures> RunAsync(int port, int open, int most)
    {
        using var end = new CancellationTokenSource();
        using var room = new SemaphoreSlim(open);
        var (acknowledged, sent, first) = (0L, 0L, 0L);
        var running = Enumerable.Range(0, Gateways).Select(FeedAsync).ToArray();
        while (Interlocked.Read(ref acknowledged) == 0 && room.CurrentCount > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        Console.WriteLine("ready 1");
        var watch = Stopwatch.StartNew();
        first = Interlocked.Read(ref acknowledged);
        var input = Console.In.ReadToEndAsync();
        while (!input.IsCompleted && Interlocked.Read(ref acknowledged) < most)
        {
            await Task.WhenAny(input, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
        }

        var (count, seconds) = (Interlocked.Read(ref acknowledged) - first, watch.Elapsed.TotalSeconds);
        await end.CancelAsync();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new Figures().Add("values_per_s", count * PlantLines.ValuesPerMessage / seconds).Add("messages", count);

        Task FeedAsync(int number)
        {
            var address = new GatewayAddress("mill", $"g{number}");
            var broker = new BrokerOptions { Host = "127.0.0.1", Port = port, Window = 100 };
            var publisher = new MqttPublisher(
                broker, new Topics(), address, StatusPayloads.Plain, TimeProvider.System, new Random(number),
                NullLogger<MqttPublisher>.Instance);
            byte[][] payloads = [.. Enumerable.Range(0, Prepared).Select(second => PlantLines.Message(address.Gateway, second))];
            var waiting = new ConcurrentDictionary<long, DataMessage>();
            return Task.WhenAll(
                publisher.RunAsync(end.Token), SendAsync(publisher, address, payloads, waiting), CountAsync(publisher, waiting),
                SendAgainAsync(publisher, waiting));
        }

        async Task SendAsync(
            MqttPublisher publisher, GatewayAddress address, byte[][] payloads, ConcurrentDictionary<long, DataMessage> waiting)
        {
            for (var seq = 1L; !end.IsCancellationRequested && Interlocked.Increment(ref sent) <= most; seq++)
            {
                await room.WaitAsync(end.Token);
                var message = new DataMessage(address, 1, seq, 1, false, payloads[seq % Prepared]);
                waiting[seq] = message;
                while ((await publisher.PublishAsync(message, end.Token)).Next != PublishNext.Accepted)
                {
                }
            }
        }

        // A bridge lets go what is too much for it: when nothing more is acknowledged, that is sent again.
        async Task SendAgainAsync(MqttPublisher publisher, ConcurrentDictionary<long, DataMessage> waiting)
        {
            using var timer = new PeriodicTimer(ResendAfter);
            var before = 0L;
            while (await timer.WaitForNextTickAsync(end.Token))
            {
                var now = Interlocked.Read(ref acknowledged);
                if (now == before && now > 0)
                {
                    foreach (var message in waiting.OrderBy(one => one.Key).Select(one => one.Value).ToList())
                    {
                        await publisher.PublishAsync(message, end.Token);
                    }
                }

                before = now;
            }
        }

        async Task CountAsync(MqttPublisher publisher, ConcurrentDictionary<long, DataMessage> waiting)
        {
            await foreach (var acknowledgement in publisher.Acknowledgements.ReadAllAsync(end.Token))
            {
                foreach (var range in acknowledgement.Ranges)
                {
                    for (var seq = range.First; seq <= range.Last; seq++)
                    {
                        if (waiting.TryRemove(seq, out _))
                        {
                            Interlocked.Increment(ref acknowledged);
                            room.Release();
                        }
                    }
                }
            }
        }
    }
}
