using Gateway.History;

namespace Gateway.Pipeline;

/// <summary>Says when a device stops answering and when it answers again: a log line and an event for each change, not each poll.</summary>
internal sealed class DeviceWatch(
    Installation installation, HistoryDatabase history, TimeProvider plantClock, TimeProvider wallClock, ILogger<DeviceWatch> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly HashSet<string> failing = new(StringComparer.Ordinal);

    /// <summary>Watches until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, wallClock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            Look();
        }
    }

    /// <summary>Compares each device with how it was.</summary>
    public void Look()
    {
        foreach (var device in installation.Links.SelectMany(link => link.Devices))
        {
            var name = device.Options.Name;
            var statistics = device.Poller.Statistics;
            var fails = statistics.LastErrorTime is { } error && (statistics.LastSuccess is not { } success || error > success);
            if (fails && failing.Add(name))
            {
                Log.DeviceFails(logger, name, statistics.LastError!);
                history.Record(new HistoryEvent(plantClock.GetUtcNow(), "device-fails", name, statistics.LastError!));
            }
            else if (!fails && failing.Remove(name))
            {
                Log.DeviceAnswers(logger, name);
                history.Record(new HistoryEvent(plantClock.GetUtcNow(), "device-answers", name, "answers again"));
            }
        }
    }
}
