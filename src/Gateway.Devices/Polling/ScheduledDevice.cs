namespace Gateway.Devices;

/// <summary>A device on a link's time grid: due at whole multiples of its interval.</summary>
internal sealed class ScheduledDevice
{
    private readonly TimeSpan interval;

    public ScheduledDevice(DevicePoller poller, TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        Poller = poller;
        this.interval = interval;
    }

    public DevicePoller Poller { get; }

    /// <summary>Since the loop began.</summary>
    public TimeSpan Due { get; private set; }

    /// <summary>True when its last poll was answered; false before the first.</summary>
    public bool Answers { get; set; }

    /// <summary>Sets the next time on the grid after <paramref name="now"/>; gives how many were passed over.</summary>
    public long MoveOn(TimeSpan now)
    {
        var passed = (now - Due).Ticks / interval.Ticks;
        Due += interval * (passed + 1);
        return passed;
    }
}
