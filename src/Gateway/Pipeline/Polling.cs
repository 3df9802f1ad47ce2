using System.Collections.Concurrent;
using System.Threading.Channels;
using Gateway.Core;
using Gateway.Devices;
using Gateway.Modbus;
using Gateway.Status;

namespace Gateway.Pipeline;

/// <summary>The links that are being polled. Changed by one caller at a time; may be asked from any thread.</summary>
/// <param name="plantClock">Schedules polls and times what they bring.</param>
/// <param name="output">Takes what was read.</param>
/// <param name="trace">Takes every frame.</param>
internal sealed class Polling(TimeProvider plantClock, ChannelWriter<IReadOnlyList<Reading>> output, PcapngTrace? trace)
{
    private static readonly TimeSpan LongestSpread = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<InstalledLink, RunningLink> links = new(ReferenceEqualityComparer.Instance);

    /// <summary>Begins to poll links, each in the place of the one that ended for it.</summary>
    public void Begin(IReadOnlyList<(InstalledLink Link, LinkPoller? SuccessorOf)> begun, PipelineParts parts, CancellationToken stop)
    {
        foreach (var (index, (link, successorOf)) in begun.Index())
        {
            var client = link.Connect(ObserverPair.Of(link.Wire, link.Observe(trace)));
            var poller = PollerOf(link, client, (double)index / begun.Count, successorOf);
            links[link] = new RunningLink(client, poller, plantClock.GetUtcNow(), parts, stop);
        }
    }

    /// <summary>Ends links after the polls they have under way; gives how each stood.</summary>
    public async Task<IReadOnlyDictionary<InstalledLink, LinkPoller>> EndAsync(IReadOnlyList<InstalledLink> ended)
    {
        await Task.WhenAll(ended.Select(link => links[link].EndAsync()));
        var pollers = new Dictionary<InstalledLink, LinkPoller>(ReferenceEqualityComparer.Instance);
        foreach (var link in ended)
        {
            links.TryRemove(link, out var running);
            pollers.Add(link, running!.Poller);
        }

        return pollers;
    }

    /// <summary>Ends all.</summary>
    public Task EndAsync() => EndAsync([.. links.Keys]);

    /// <summary>How a link keeps up.</summary>
    public PollingStatus StatusOf(InstalledLink link) =>
        PollingStatus.Of(links.TryGetValue(link, out var found) ? found.Poller.Load : new LinkLoad());

    /// <summary>Since when a link is polled; null where it is not, yet or any more.</summary>
    public DateTimeOffset? SinceOf(InstalledLink link) => links.TryGetValue(link, out var found) ? found.Since : null;

    // The links' grids are spread over the first second, lest all of many links be due at once.
    private LinkPoller PollerOf(InstalledLink link, IModbusClient client, double partOfSpread, LinkPoller? successorOf)
    {
        var devices = link.Devices.Select(device => (device.Poller, device.Options.Interval)).ToList();
        var spread = Math.Min(LongestSpread.TotalSeconds, devices.Min(device => device.Interval.TotalSeconds));
        return new LinkPoller(
            link.Options.Name,
            client,
            devices,
            plantClock,
            output,
            link.Options.DeadShare,
            phase: TimeSpan.FromSeconds(partOfSpread * spread),
            successorOf);
    }
}
