using System.Diagnostics;
using Gateway.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks.Bridge;

/// <summary>
/// Gateways in small, as a process of their own: so many messages are sent and not yet acknowledged by a bridge at a time. It says
/// <c>ready</c> with the first acknowledgement, and figures when its input ends.
/// </summary>
internal sealed class FeedChild(int port, int open) : IDisposable
{
    private const int Gateways = 4, Prepared = 400;

    private readonly CancellationTokenSource end = new();
    private readonly SemaphoreSlim room = new(open);
    private long acknowledged;

    /// <summary>Feeds until the input ends.</summary>
    public static async Task<Figures> RunAsync(int port, int open)
    {
        using var feed = new FeedChild(port, open);
        return await feed.RunAsync();
    }

    public void Dispose()
    {
        end.Dispose();
        room.Dispose();
    }

    private async Task<Figures> RunAsync()
    {
        var running = Enumerable.Range(0, Gateways).Select(FeedAsync).ToArray();
        while (Interlocked.Read(ref acknowledged) == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        Console.WriteLine("ready 1");
        var watch = Stopwatch.StartNew();
        var first = Interlocked.Read(ref acknowledged);
        await Console.In.ReadToEndAsync();
        var (count, seconds) = (Interlocked.Read(ref acknowledged) - first, watch.Elapsed.TotalSeconds);
        await end.CancelAsync();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new Figures().Add("values_per_s", count * PlantLines.ValuesPerMessage / seconds).Add("messages", count);
    }

    private Task FeedAsync(int number)
    {
        var address = new GatewayAddress("mill", $"g{number}");
        var broker = new BrokerOptions { Host = "127.0.0.1", Port = port, Window = 100 };
        var publisher = new MqttPublisher(
            broker, new Topics(), address, StatusPayloads.Plain, TimeProvider.System, new Random(number),
            NullLogger<MqttPublisher>.Instance);
        byte[][] payloads = [.. Enumerable.Range(0, Prepared).Select(second => PlantLines.Message(address.Gateway, second))];
        return Task.WhenAll(publisher.RunAsync(end.Token), SendAsync(publisher, address, payloads), CountAsync(publisher));
    }

    private async Task SendAsync(MqttPublisher publisher, GatewayAddress address, byte[][] payloads)
    {
        for (var seq = 1L; !end.IsCancellationRequested; seq++)
        {
            await room.WaitAsync(end.Token);
            var message = new DataMessage(address, 1, seq, 1, false, payloads[seq % Prepared]);
            while ((await publisher.PublishAsync(message, end.Token)).Next != PublishNext.Accepted)
            {
            }
        }
    }

    private async Task CountAsync(MqttPublisher publisher)
    {
        await foreach (var acknowledgement in publisher.Acknowledgements.ReadAllAsync(end.Token))
        {
            var released = (int)acknowledgement.Ranges.Sum(range => range.Count);
            Interlocked.Add(ref acknowledged, released);
            room.Release(released);
        }
    }
}
