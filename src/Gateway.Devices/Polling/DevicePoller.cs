using System.Runtime.CompilerServices;
using Gateway.Core;
using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>How a device took a poll.</summary>
public enum PollOutcome
{
    /// <summary>It answered, if only to refuse.</summary>
    Answered,

    /// <summary>Nothing came back that could be understood.</summary>
    Silent,
}

/// <summary>
/// Polls one device: sends its read plan, decodes and screens what comes back. Each point that is due gives a reading at each poll,
/// one of bad quality where the read failed. To be polled by one caller at a time; statistics and texts may be read from any thread.
/// </summary>
public sealed class DevicePoller
{
    private readonly PollIntervals intervals;
    private readonly PolledPoint[] points;
    private readonly LearnedReads learned;
    private readonly PollPlans plans;
    private readonly PollReadings taken;
    private readonly DeviceTally tally;
    private readonly DeviceWire wire;
    private readonly RefusalSearch search;
    private readonly TextPoller texts;
    private readonly List<(PolledBlock Block, ReadResult Result)> refused = [];
    private readonly SilentBlocks silentBlocks = new();
    private ValueTask<ReadResult>[] inFlight = new ValueTask<ReadResult>[1];
    private ReadResult lastSilence = ReadResult.Failed(ModbusFault.Timeout);

    /// <summary>Adds the device's series to the catalog, in the order of the profile.</summary>
    /// <param name="deviceName">The device's name in this installation; the tag <c>device</c> of its series.</param>
    /// <param name="unit">Its address on the link.</param>
    /// <param name="profile">Its type.</param>
    /// <param name="catalog">Takes the series.</param>
    /// <param name="cost">What reading costs on its link; without it, the fewest requests are the best.</param>
    /// <param name="pause">Least time between one of its replies and the next request to it; the profile's without it.</param>
    /// <exception cref="ArgumentException">A device of that name and measurement is in the catalog already.</exception>
    public DevicePoller(
        string deviceName, byte unit, DeviceProfile profile, Catalog catalog, LinkCost cost = default, TimeSpan? pause = null)
    {
        DeviceName = deviceName;
        Profile = profile;
        intervals = new PollIntervals(profile.Points.Select(point => point.Interval));
        points = [.. profile.Points.Select(Polled)];
        learned = new LearnedReads(points);
        tally = new DeviceTally(learned);
        wire = new DeviceWire(pause ?? profile.Pause, tally);
        plans = new PollPlans(unit, points, profile.Limits, cost.WithPause(pause ?? profile.Pause), learned);
        taken = new PollReadings(points);
        search = new RefusalSearch(plans, learned, taken, wire);
        texts = new TextPoller(profile.Texts, unit, wire);
        LargestPlan = plans.Of(ulong.MaxValue).Length;

        PolledPoint Polled(PointProfile point) => new(
            point,
            catalog.Add(new Series(profile.Measurement, [new("device", deviceName)], point.Field, point.Unit)),
            profile.Points.Where(other => other == point || other.ScaleFrom?.Point == point.Name)
                .Aggregate(0UL, (bits, other) => bits | intervals.BitOf(other.Interval)),
            point.ScaleFrom is { } scale ? profile.Points.Index().First(other => other.Item.Name == scale.Point).Index : -1);
    }

    /// <summary>The device's name in this installation.</summary>
    public string DeviceName { get; }

    /// <summary>Its type.</summary>
    public DeviceProfile Profile { get; }

    /// <summary>How the polling has gone so far.</summary>
    public DeviceStatistics Statistics => tally.Snapshot();

    /// <summary>The latest text of each of the profile's texts that could be read, by name.</summary>
    public IReadOnlyDictionary<string, string> Texts => texts.Latest;

    /// <summary>How many requests bring all points.</summary>
    internal int LargestPlan { get; }

    /// <summary>Polls once, now.</summary>
    /// <param name="client">The device's link.</param>
    /// <param name="clock">Gives each reply's time of arrival.</param>
    /// <param name="readings">Takes one reading for each point that was due.</param>
    /// <param name="cancellationToken">Ends the poll without readings.</param>
    public ValueTask<PollOutcome> PollAsync(
        IModbusClient client, TimeProvider clock, ICollection<Reading> readings, CancellationToken cancellationToken) =>
        PollAsync(new PollContext(client, clock, cancellationToken), clock.GetUtcNow() - DateTimeOffset.UnixEpoch, 1, readings);

    /// <summary>Reads all texts that are due, now. Polling does the same, one text a poll.</summary>
    /// <param name="client">The device's link.</param>
    /// <param name="clock">Gives the time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async ValueTask ReadTextsAsync(IModbusClient client, TimeProvider clock, CancellationToken cancellationToken)
    {
        var context = new PollContext(client, clock, cancellationToken);
        var now = clock.GetUtcNow() - DateTimeOffset.UnixEpoch;
        while (await texts.ReadNextAsync(context, now))
        {
        }
    }

    /// <summary>
    /// Polls once. As soon as the device does not answer at all, the rest of the plan is given up, so that a dead device costs one timeout;
    /// the next poll begins behind the block that failed, so that one bad block does not hide the others.
    /// </summary>
    /// <param name="context">The link and the clock.</param>
    /// <param name="due">When the poll was due, since any fixed instant: decides which points' intervals have begun anew.</param>
    /// <param name="width">How many requests may be under way at a time.</param>
    /// <param name="readings">Takes one reading for each point that was due.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<PollOutcome> PollAsync(PollContext context, TimeSpan due, int width, ICollection<Reading> readings)
    {
        var wanted = intervals.TakeDue(due);
        var plan = plans.Of(wanted);
        TakeSetAside(wanted, context.Now);
        refused.Clear();
        var (answers, failures, silence) = await ReadPlanAsync(plan, wire.AllowsPipelining ? width : 1, context);
        if (silence is null)
        {
            failures += await ExplainRefusalsAsync(context, due);
            await TryOnceMoreAsync(context, due);
        }
        else
        {
            lastSilence = silence.Value;
            failures += refused.Count;
            if (answers > 0 && silentBlocks.IsPersistent)
            {
                learned.SetPointsAside(silentBlocks.Last!.Points, silentBlocks.Last, silence.Value, due, context.Now);
            }
        }

        tally.CountPoll(failures > 0);
        taken.HandOver(wanted, readings);
        return silence is null || answers > 0 ? PollOutcome.Answered : PollOutcome.Silent;
    }

    /// <summary>
    /// Lets a poll pass without asking, because the device did not answer the last one: each point that was due gets a reading that
    /// says so.
    /// </summary>
    internal void Skip(PollContext context, TimeSpan due, ICollection<Reading> readings)
    {
        var wanted = intervals.TakeDue(due);
        var now = context.Now;
        for (var i = 0; i < points.Length; i++)
        {
            taken.TakeFailure(i, lastSilence, now);
        }

        tally.CountPoll(failed: true);
        taken.HandOver(wanted, readings);
    }

    private void TakeSetAside(ulong wanted, DateTimeOffset now)
    {
        for (var i = 0; i < points.Length; i++)
        {
            if (learned.ReasonFor(i) is { } reason && points[i].IsDue(wanted))
            {
                taken.TakeFailure(i, reason, now);
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(int Answers, int Failures, ReadResult? Silence)> ReadPlanAsync(
        PolledBlock[] plan, int width, PollContext context)
    {
        if (inFlight.Length < width)
        {
            inFlight = new ValueTask<ReadResult>[width];
        }

        var first = silentBlocks.FirstBehind(plan);
        var (sent, answers, failures, silence) = (0, 0, 0, (ReadResult?)null);
        for (var done = 0; done < plan.Length; done++)
        {
            for (; silence is null && sent < plan.Length && sent - done < width; sent++)
            {
                var next = plan[(first + sent) % plan.Length];
#pragma warning disable CA2012 // Each is awaited once, below, in the order of sending.
                inFlight[sent % width] = wire.ReadAsync(context, next.Request, next.Reply);
#pragma warning restore CA2012
            }

            var block = plan[(first + done) % plan.Length];
            var wasSent = done < sent;
            var result = wasSent ? await inFlight[done % width] : silence!.Value;
            taken.Take(block, result, context.Now);
            if (!wasSent)
            {
                continue;
            }

            if (result.IsSuccess)
            {
                answers++;
                learned.NoteAnswer(block.Request.Table);
            }
            else if (ReadVerdict.IsRefusal(result))
            {
                answers++;
                refused.Add((block, result));
            }
            else if (ReadVerdict.IsSilence(result) || (result.Fault == ModbusFault.InvalidReply && (answers == 0 || failures > 0)))
            {
                // Damaged answers cost as much as none: one between good ones is bad luck, more are a device that is not understood.
                failures++;
                silentBlocks.Note(block, isFirst: silence is null);
                silence ??= result;
            }
            else
            {
                answers += result.Fault == ModbusFault.ExceptionReply ? 1 : 0;
                failures++;
            }
        }

        silentBlocks.EndPoll(silence is not null);
        return (answers, failures, silence);
    }

    private async ValueTask<int> ExplainRefusalsAsync(PollContext context, TimeSpan due)
    {
        if (refused.Count == 0)
        {
            learned.EndSearch();
            return 0;
        }

        search.Begin(due);
        var unexplained = 0;
        foreach (var (block, result) in refused)
        {
            unexplained += await search.ExplainAsync(block, result, context) ? 0 : 1;
        }

        return unexplained;
    }

    // One request at most: either to see whether the device still refuses what is set aside, or for a text.
    private async ValueTask TryOnceMoreAsync(PollContext context, TimeSpan due)
    {
        if (learned.TrialDue(due) is not { } trial)
        {
            await texts.ReadNextAsync(context, due);
            return;
        }

        var result = await wire.ReadAsync(context, trial.Trial.Request, trial.Trial.Reply);
        if (result.IsSuccess)
        {
            learned.Restore(trial, due);
        }
        else
        {
            LearnedReads.Postpone(trial, due);
        }
    }
}
