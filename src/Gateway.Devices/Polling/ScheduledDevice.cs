namespace Gateway.Devices;

/// <summary>A device on a link's time grid: due at whole multiples of its interval.</summary>
internal sealed class ScheduledDevice
{
    public ScheduledDevice(DevicePoller poller, TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        Poller = poller;
        Interval = interval;
    }

    public DevicePoller Poller { get; }

    public TimeSpan Interval { get; }

    /// <summary>Since the loop began.</summary>
    public TimeSpan Due { get; private set; }

    /// <summary>True when its last poll was answered; false before the first.</summary>
    public bool Answers { get; set; }

    /// <summary>Sets the next time on the grid after <paramref name="now"/>; gives how many were passed over.</summary>
    public long MoveOn(TimeSpan now)
    {
        var passed = (now - Due).Ticks / Interval.Ticks;
        Due += Interval * (passed + 1);
        return passed;
    }

    /// <summary>
    /// Takes a place on a grid that has been running: where the device had one at this pace, the slot that is next for it, so that none is
    /// left out or polled twice; else the first that is still to come.
    /// </summary>
    public void Join(IEnumerable<ScheduledDevice> before, TimeSpan now)
    {
        var same = before.FirstOrDefault(device => device.Poller.DeviceName == Poller.DeviceName && device.Interval == Interval);
        Due = same?.Due ?? Interval * Math.Max(0, (now.Ticks + Interval.Ticks - 1) / Interval.Ticks);
    }
}
