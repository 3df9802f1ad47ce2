using System.Threading.Channels;
using Gateway.Core;
using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>
/// Polls the devices on one serial line or TCP endpoint: it owns the wire, and the devices take turns. Whoever has been due
/// longest is next, but that one that does not answer delays no other by more than its timeout.
/// Where the client may have several requests under way, devices are polled side by side and a poll's requests follow each other at once.
/// </summary>
/// <remarks>
/// A device is due at its start plus whole multiples of its interval on the clock's monotonic timestamps, so that neither slow replies nor
/// a corrected clock shift the grid. Slots that passed while others were served are skipped and counted, not made up for.
/// </remarks>
public sealed class LinkPoller
{
    /// <summary>Share of a link's time that its dead devices may take where nothing else is said.</summary>
    public const double DefaultDeadShare = 0.1;

    /// <summary>
    /// All links' grids begin on multiples of it. Of many links some are then due at the same instant and share one waking of their
    /// thread, as their replies do, which costs more than the rest of a poll; and they are still spread.
    /// </summary>
    public static readonly TimeSpan GridStep = TimeSpan.FromMilliseconds(1);

    private readonly IModbusClient client;
    private readonly TimeProvider clock;
    private readonly ChannelWriter<IReadOnlyList<Reading>> output;
    private readonly ScheduledDevice[] devices;
    private readonly ProbeSpacing probes;
    private readonly TimeSpan phase;
    private readonly bool continues;
    private long start;
    private TimeSpan startTime;
    private TimeSpan lastSilence = TimeSpan.MinValue;

    /// <summary>Puts devices on a link.</summary>
    /// <param name="linkName">The link's name in this installation.</param>
    /// <param name="client">The link; the caller disposes of it after the loop has ended.</param>
    /// <param name="devices">At least one, each with how often it is polled.</param>
    /// <param name="clock">Gives time stamps and the schedule; may run faster than real time.</param>
    /// <param name="output">Takes each poll's readings; while it is full, the loop waits.</param>
    /// <param name="deadShare">Most of the link's time for all devices that do not answer while others do; 0 to 1.</param>
    /// <param name="phase">How long after its start the grid begins: links that differ in it are not all due at the same instants.</param>
    /// <param name="successorOf">The link as it was before a change, its loop ended: its grid goes on. Then there is no phase.</param>
    public LinkPoller(
        string linkName,
        IModbusClient client,
        IReadOnlyList<(DevicePoller Device, TimeSpan Interval)> devices,
        TimeProvider clock,
        ChannelWriter<IReadOnlyList<Reading>> output,
        double deadShare = DefaultDeadShare,
        TimeSpan phase = default,
        LinkPoller? successorOf = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(devices.Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(deadShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(deadShare, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(phase, TimeSpan.Zero);
        LinkName = linkName;
        this.client = client;
        this.clock = clock;
        this.output = output;
        this.phase = phase;
        this.devices = [.. devices.Select(device => new ScheduledDevice(device.Device, device.Interval))];
        probes = new ProbeSpacing(this.devices, deadShare);
        continues = successorOf is not null;
        if (successorOf is not null)
        {
            (start, startTime) = (successorOf.start, successorOf.startTime);
            foreach (var device in this.devices)
            {
                device.Join(successorOf.devices, Elapsed);
            }
        }
    }

    /// <summary>The link's name in this installation.</summary>
    public string LinkName { get; }

    /// <summary>How the link keeps up.</summary>
    public LinkLoad Load { get; } = new();

    /// <summary>Polls that were skipped because the link was busy when they were due. May be read from any thread.</summary>
    public long MissedSlots => Load.MissedSlots;

    private TimeSpan Elapsed => clock.GetElapsedTime(start);

    /// <summary>Polls until cancelled; a poll that is under way then is given up.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    public Task RunAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken, cancellationToken);

    /// <summary>Polls until cancelled.</summary>
    /// <param name="noMore">Ends it once the polls under way are done and handed over.</param>
    /// <param name="atOnce">Ends it now. To be cancelled together with <paramref name="noMore"/> or after it.</param>
    /// <exception cref="OperationCanceledException">It was.</exception>
    public async Task RunAsync(CancellationToken noMore, CancellationToken atOnce)
    {
        if (!continues)
        {
            var now = clock.GetTimestamp();
            start = OnGrid(now + TicksOf(phase));
            startTime = clock.GetUtcNow() - DateTimeOffset.UnixEpoch + clock.GetElapsedTime(now, start);
        }

        await (client.MaxInFlight > 1 ? RunSideBySideAsync(noMore, atOnce) : TakeTurnsAsync(noMore, atOnce));
    }

    private long OnGrid(long timestamp)
    {
        var step = TicksOf(GridStep);
        return (timestamp + step - 1) / step * step;
    }

    private async Task TakeTurnsAsync(CancellationToken noMore, CancellationToken atOnce)
    {
        using var alarm = new Alarm(clock, neverBlocks: true, noMore);
        while (true)
        {
            var next = Next();
            await alarm.WaitUntilAsync(TimestampOf(next.Due));
            var turn = Begin(next, 1, atOnce);
            while (turn.Reads?.MoveNext() == true)
            {
                turn.Reads.Take(await turn.Reads.Reply);
            }

            await EndAsync(turn);
        }
    }

    // Whoever has been due longest; but no two timeouts in a row while a device that answers has been waiting through the first.
    private ScheduledDevice Next()
    {
        var (longest, waiting) = (devices[0], (ScheduledDevice?)null);
        foreach (var device in devices)
        {
            longest = device.Due < longest.Due ? device : longest;
            waiting = device.Answers && device.Due <= lastSilence && !(device.Due >= waiting?.Due) ? device : waiting;
        }

        return waiting ?? longest;
    }

    private async Task RunSideBySideAsync(CancellationToken noMore, CancellationToken atOnce)
    {
        using var fails = CancellationTokenSource.CreateLinkedTokenSource(atOnce);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(noMore, fails.Token);
        using var lanes = new SemaphoreSlim(client.MaxInFlight);
        await Task.WhenAll(devices.Select(async device =>
        {
            try
            {
                await RunOneAsync(device, lanes, ends.Token, fails.Token);
            }
            catch (OperationCanceledException) when (noMore.IsCancellationRequested)
            {
                // The others may have a poll under way.
                throw;
            }
            catch
            {
                await fails.CancelAsync();
                throw;
            }
        }));
    }

    // A poll has one lane, and those beside it that nobody waits for.
    private async Task RunOneAsync(ScheduledDevice device, SemaphoreSlim lanes, CancellationToken noMore, CancellationToken atOnce)
    {
        using var alarm = new Alarm(clock, neverBlocks: true, noMore);
        while (true)
        {
            await alarm.WaitUntilAsync(TimestampOf(device.Due));
            await lanes.WaitAsync(noMore);
            var width = 1;
            try
            {
                while (width < device.Poller.LargestPlan && lanes.Wait(0, CancellationToken.None))
                {
                    width++;
                }

                var turn = Begin(device, width, atOnce);
                while (turn.Reads?.MoveNext() == true)
                {
                    turn.Reads.Take(await turn.Reads.Reply);
                }

                await EndAsync(turn);
            }
            finally
            {
                lanes.Release(width);
            }
        }
    }

    private long TimestampOf(TimeSpan due) => start + TicksOf(due);

    private long TicksOf(TimeSpan span) => (long)((Int128)span.Ticks * clock.TimestampFrequency / TimeSpan.TicksPerSecond);

    // Where a turn waits, its loop does: an asynchronous method for each turn would allocate.
    private Turn Begin(ScheduledDevice device, int width, CancellationToken cancellationToken)
    {
        var (began, due) = (Elapsed, startTime + device.Due);
        Load.NoteStart(began - device.Due);
        var context = new PollContext(client, clock, cancellationToken);
        return new Turn(
            device, context, began, due, probes.MayPoll(device, began) ? device.Poller.Begin(context, due, width) : null);
    }

    private ValueTask EndAsync(in Turn turn)
    {
        var readings = new List<Reading>(turn.Device.Poller.Profile.Points.Count);
        if (turn.Reads is null)
        {
            turn.Device.Poller.Skip(turn.Context, turn.Due, readings);
            return HandOver(turn, readings);
        }

        var ending = turn.Device.Poller.EndAsync(turn.Context, turn.Due, readings);
        return ending.IsCompletedSuccessfully ? Finish(turn, ending.Result, readings) : EndSlowlyAsync(turn, ending, readings);
    }

    private async ValueTask EndSlowlyAsync(Turn turn, ValueTask<PollOutcome> ending, List<Reading> readings) =>
        await Finish(turn, await ending, readings);

    private ValueTask Finish(in Turn turn, PollOutcome outcome, List<Reading> readings)
    {
        var now = Elapsed;
        if (outcome != PollOutcome.NotAsked)
        {
            var answers = outcome == PollOutcome.Answered;
            probes.Note(turn.Device, outcome, turn.Began, now - turn.Began);
            turn.Device.Answers = answers;
            lastSilence = answers ? lastSilence : now;
        }

        Load.NoteBusy(now, now - turn.Began);
        return HandOver(turn, readings);
    }

    private ValueTask HandOver(in Turn turn, List<Reading> readings)
    {
        // Taken before, because whoever hears of the readings may move a clock on.
        var now = Elapsed;
        if (readings.Count == 0 || output.TryWrite(readings))
        {
            MoveOn(turn.Device, now);
            return ValueTask.CompletedTask;
        }

        return HandOverLaterAsync(turn, readings);
    }

    private async ValueTask HandOverLaterAsync(Turn turn, List<Reading> readings)
    {
        await output.WriteAsync(readings, turn.Context.Token);
        MoveOn(turn.Device, Elapsed);
    }

    private void MoveOn(ScheduledDevice device, TimeSpan now) => Load.NoteMissed(device.MoveOn(now));

    /// <param name="Device">Whose turn it is.</param>
    /// <param name="Context">What it runs on.</param>
    /// <param name="Began">When, since the loop began.</param>
    /// <param name="Due">When it was due, on the points' time.</param>
    /// <param name="Reads">What is asked; null when the device may not be asked now.</param>
    private readonly record struct Turn(ScheduledDevice Device, PollContext Context, TimeSpan Began, TimeSpan Due, PlanRun? Reads);
}
