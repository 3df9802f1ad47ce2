using Gateway.Devices;
using Gateway.History;
using Microsoft.Data.Sqlite;

namespace Gateway.Pipeline;

/// <summary>
/// Says when a device stops answering or refuses points, and when it answers or gives them again: a log line and an event for each change,
/// not each poll.
/// </summary>
internal sealed class DeviceWatch(
    Installation installation, HistoryDatabase history, TimeProvider plantClock, TimeProvider wallClock, ILogger<DeviceWatch> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly HashSet<string> failing = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DeviceStatistics> before = new(StringComparer.Ordinal);

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
            Look(device.Options.Name, device.Poller.Statistics);
        }
    }

    // A device fails while its polls do, each of which may still have brought some of its points.
    private void Look(string device, DeviceStatistics now)
    {
        var then = before.GetValueOrDefault(device, new DeviceStatistics());
        if (now.Polls == then.Polls)
        {
            return;
        }

        before[device] = now;
        if (now.FailedPolls > then.FailedPolls && failing.Add(device))
        {
            Log.DeviceFails(logger, device, now.LastError!);
            Note("device-fails", device, now.LastError!);
        }
        else if (now.FailedPolls == then.FailedPolls && failing.Remove(device))
        {
            Log.DeviceAnswers(logger, device);
            Note("device-answers", device, "answers again");
        }

        LookAtRefusals(device, then, now);
    }

    private void LookAtRefusals(string device, DeviceStatistics then, DeviceStatistics now)
    {
        foreach (var refused in now.Refused.Except(then.Refused))
        {
            Log.PointsRefused(logger, device, refused.Text);
            Note("points-refused", device, refused.Text);
        }

        foreach (var restored in then.Refused.Except(now.Refused))
        {
            var points = string.Join(", ", restored.Points);
            Log.PointsRestored(logger, device, points);
            Note("points-restored", device, $"gives {points} again");
        }
    }

    private void Note(string kind, string device, string text)
    {
        try
        {
            history.Record(new HistoryEvent(plantClock.GetUtcNow(), kind, device, text));
        }
        catch (Exception fault) when (fault is SqliteException or IOException)
        {
            Log.HistoryFails(logger, fault.Message);
        }
    }
}
