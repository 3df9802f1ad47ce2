using System.Threading.Channels;
using Gateway.Core;
using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>
/// One loop for one serial line or TCP endpoint: it owns the wire, and the devices on it take turns. Whoever has been due longest is next.
/// </summary>
/// <remarks>
/// A device is due at its start plus whole multiples of its interval on the clock's monotonic timestamps, so that neither slow replies nor
/// a corrected clock shift the grid. Slots that passed while others were served are skipped and counted, not made up for.
/// </remarks>
public sealed class LinkPoller
{
    private readonly IModbusClient client;
    private readonly TimeProvider clock;
    private readonly ChannelWriter<IReadOnlyList<Reading>> output;
    private readonly ScheduledDevice[] devices;
    private long missedSlots;

    /// <summary>Puts devices on a link.</summary>
    /// <param name="linkName">The link's name in this installation.</param>
    /// <param name="client">The link; the caller disposes of it after the loop has ended.</param>
    /// <param name="devices">At least one, each with how often it is polled.</param>
    /// <param name="clock">Gives time stamps and the schedule; may run faster than real time.</param>
    /// <param name="output">Takes each poll's readings; while it is full, the loop waits.</param>
    public LinkPoller(
        string linkName,
        IModbusClient client,
        IReadOnlyList<(DevicePoller Device, TimeSpan Interval)> devices,
        TimeProvider clock,
        ChannelWriter<IReadOnlyList<Reading>> output)
    {
        ArgumentOutOfRangeException.ThrowIfZero(devices.Count);
        LinkName = linkName;
        this.client = client;
        this.clock = clock;
        this.output = output;
        this.devices = [.. devices.Select(device => new ScheduledDevice(device.Device, device.Interval))];
    }

    /// <summary>The link's name in this installation.</summary>
    public string LinkName { get; }

    /// <summary>Polls that were skipped because the link was busy when they were due. May be read from any thread.</summary>
    public long MissedSlots => Interlocked.Read(ref missedSlots);

    /// <summary>Polls until cancelled.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = devices.MinBy(device => device.Due)!;
            await WaitAsync(next.Due - clock.GetElapsedTime(start), cancellationToken);
            var readings = new List<Reading>(next.Poller.Profile.Points.Count);
            await next.Poller.PollAsync(client, clock, readings, cancellationToken);
            if (readings.Count > 0)
            {
                await output.WriteAsync(readings, cancellationToken);
            }

            Interlocked.Add(ref missedSlots, next.MoveOn(clock.GetElapsedTime(start)));
        }
    }

    // Timers count whole milliseconds: rounded down, the last fraction of one would be a busy loop.
    private async ValueTask WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), clock, cancellationToken);
        }
    }

    private sealed class ScheduledDevice
    {
        private readonly TimeSpan interval;

        public ScheduledDevice(DevicePoller poller, TimeSpan interval)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
            Poller = poller;
            this.interval = interval;
        }

        public DevicePoller Poller { get; }

        public TimeSpan Due { get; private set; }

        /// <summary>Sets the next time on the grid after <paramref name="now"/>; gives how many were passed over.</summary>
        public long MoveOn(TimeSpan now)
        {
            var passed = (now - Due).Ticks / interval.Ticks;
            Due += interval * (passed + 1);
            return passed;
        }
    }
}
