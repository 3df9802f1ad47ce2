using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Threading.Channels;
using Gateway.Core;
using Gateway.Devices;
using Gateway.Modbus;

namespace Gateway.Benchmarks.Tcp;

/// <summary>
/// The gateway's way from the wire to readings, as a process of its own: a poller for each connection, with a device of 50 registers,
/// each a point; decoded, screened and taken by one reader in groups.
/// </summary>
internal static class PollerChild
{
    /// <summary>The reader is away for so long, as the recorder is while it commits.</summary>
    private static readonly TimeSpan Commit = TimeSpan.FromMilliseconds(20);

    public static async Task<Figures> RunAsync(int port, TcpLoad load, int seconds)
    {
        SocketCompletions.RunInline();
        var period = Stopwatch.Frequency / load.RequestsPerSecond;
        var capacity = load.RequestsPerSecond * (seconds + TcpLoad.WarmUpSeconds + 2);
        var clients = Enumerable.Range(0, load.Connections)
            .Select(_ => new ModbusTcpClient(new DnsEndPoint("127.0.0.1", port), new ModbusTiming(), TimeProvider.System))
            .Select(client => new PunctualityClient(client, period, capacity))
            .ToArray();
        var readings = Channel.CreateBounded<IReadOnlyList<Reading>>(new BoundedChannelOptions(1024) { SingleReader = true });
        using var stopping = new CancellationTokenSource();
        var (catalog, profile, interval) = (new Catalog(), Profile(), TimeSpan.FromSeconds(1.0 / load.RequestsPerSecond));
        var pollers = clients.Select((client, index) => new LinkPoller(
            $"link-{index}",
            client,
            [(new DevicePoller($"device-{index}", 1, profile, catalog), interval)],
            TimeProvider.System,
            readings.Writer,
            phase: interval * index / load.Connections)).ToArray();
        var polling = Task.WhenAll(pollers.Select(poller => poller.RunAsync(stopping.Token)));
        var counts = new ReadingCounts();
        var counting = CountAsync(readings.Reader, counts);

        await Task.Delay(TimeSpan.FromSeconds(TcpLoad.WarmUpSeconds), TimeProvider.System);
        var (from, polls, bad, meter) = (Stopwatch.GetTimestamp(), counts.Polls, counts.Bad, ProcessMeter.Start());
        var missed = pollers.Sum(poller => poller.MissedSlots);
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        var until = Stopwatch.GetTimestamp();
        missed = pollers.Sum(poller => poller.MissedSlots) - missed;
        (polls, bad) = (counts.Polls - polls, counts.Bad - bad);
        var used = meter.Stop(polls);

        await stopping.CancelAsync();
        await polling.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        readings.Writer.Complete();
        await counting;
        return Punctuality(clients, from, until)
            .Add("requests_per_s", polls / Stopwatch.GetElapsedTime(from, until).TotalSeconds)
            .Add("failures", bad)
            .Add("missed_slots", missed)
            .Add(used);
    }

    private static Figures Punctuality(PunctualityClient[] clients, long from, long until)
    {
        long[] late = [.. clients.SelectMany(client => client.Lateness(from, until)).Order()];
        return new Figures().Add("late_p50_us", Us(late[late.Length / 2])).Add("late_p99_us", Us(late[(int)(0.99 * (late.Length - 1))]));

        static double Us(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
    }

    private static async Task CountAsync(ChannelReader<IReadOnlyList<Reading>> readings, ReadingCounts counts)
    {
        while (await readings.WaitToReadAsync())
        {
            while (readings.TryRead(out var poll))
            {
                counts.Polls++;
                foreach (var reading in poll)
                {
                    counts.Bad += reading.Quality == Quality.Good ? 0 : 1;
                }
            }

            await Task.Delay(Commit, TimeProvider.System);
        }
    }

    private static DeviceProfile Profile() => new()
    {
        Name = "benchmark",
        Manufacturer = "none",
        Models = [],
        Measurement = "meter",
        Source = "this benchmark",
        Limits = new ReadLimits(),
        Points =
        [
            .. Enumerable.Range(0, TcpLoad.Registers).Select(address => new PointProfile
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"point_{address}"),
                Table = ModbusTable.HoldingRegister,
                Address = (ushort)address,
                Type = PointType.U16,
                Scale = 0.1,
            }),
        ],
    };

    /// <summary>Written by the reader alone.</summary>
    private sealed class ReadingCounts
    {
        public long Polls { get; set; }

        public long Bad { get; set; }
    }
}
