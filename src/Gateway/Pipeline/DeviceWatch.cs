using Gateway.Devices;

namespace Gateway.Pipeline;

/// <summary>
/// Says when a device stops answering or refuses points, and when it answers or gives them again: a log line and an event for each change,
/// not each poll.
/// </summary>
internal sealed class DeviceWatch(
    Func<Installation> installation, EventNotes notes, TimeProvider wallClock, ILogger<DeviceWatch> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly HashSet<string> failing = new(StringComparer.Ordinal);
    private Dictionary<DevicePoller, DeviceStatistics> before = [];

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
        var devices = installation().Links.SelectMany(link => link.Devices).ToList();
        var now = devices.ToDictionary(device => device.Poller, device => device.Poller.Statistics);
        foreach (var device in devices)
        {
            Look(device.Options.Name, before.GetValueOrDefault(device.Poller, new DeviceStatistics()), now[device.Poller]);
        }

        before = now;
        failing.IntersectWith(devices.Select(device => device.Options.Name));
    }

    // A device fails while its polls do, each of which may still have brought some of its points.
    private void Look(string device, DeviceStatistics then, DeviceStatistics now)
    {
        if (now.Polls == then.Polls)
        {
            return;
        }

        if (now.FailedPolls > then.FailedPolls && failing.Add(device))
        {
            Log.DeviceFails(logger, device, now.LastError!);
            notes.Note("device-fails", device, now.LastError!);
        }
        else if (now.FailedPolls == then.FailedPolls && failing.Remove(device))
        {
            Log.DeviceAnswers(logger, device);
            notes.Note("device-answers", device, "answers again");
        }

        LookAtRefusals(device, then, now);
    }

    private void LookAtRefusals(string device, DeviceStatistics then, DeviceStatistics now)
    {
        foreach (var refused in now.Refused.Except(then.Refused))
        {
            Log.PointsRefused(logger, device, refused.Text);
            notes.Note("points-refused", device, refused.Text);
        }

        foreach (var restored in then.Refused.Except(now.Refused))
        {
            var points = string.Join(", ", restored.Points);
            Log.PointsRestored(logger, device, points);
            notes.Note("points-restored", device, $"gives {points} again");
        }
    }
}
