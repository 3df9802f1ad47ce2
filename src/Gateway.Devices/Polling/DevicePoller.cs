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

    /// <summary>Nothing was due, or all that was is set aside: that says neither.</summary>
    NotAsked,
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
    private readonly PlanRun run;
    private ulong wanted;
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
        run = new PlanRun(wire, learned, taken);
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

    /// <summary>Its series' places in the catalog, in the order of the profile's points.</summary>
    public IReadOnlyList<int> Series => [.. points.Select(point => point.Series)];

    /// <summary>How the polling has gone so far.</summary>
    public DeviceStatistics Statistics => tally.Snapshot() with { Marks = taken.Marks };

    /// <summary>The latest text of each of the profile's texts that could be read, by name.</summary>
    public IReadOnlyDictionary<string, string> Texts => texts.Latest;

    /// <summary>True while the search for what the device refuses goes on at the next poll: some points have no value until then.</summary>
    public bool IsSearching => learned.IsSearching;

    /// <summary>How many requests bring all points.</summary>
    internal int LargestPlan { get; }

    /// <summary>Polls once, now.</summary>
    /// <param name="client">The device's link.</param>
    /// <param name="clock">Gives each reply's time of arrival.</param>
    /// <param name="readings">Takes one reading for each point that was due.</param>
    /// <param name="cancellationToken">Ends the poll without readings.</param>
    public async ValueTask<PollOutcome> PollAsync(
        IModbusClient client, TimeProvider clock, ICollection<Reading> readings, CancellationToken cancellationToken)
    {
        var context = new PollContext(client, clock, cancellationToken);
        var due = clock.GetUtcNow() - DateTimeOffset.UnixEpoch;
        var reads = Begin(context, due, requestsAtATime: 1);
        while (reads.MoveNext())
        {
            reads.Take(await reads.Reply);
        }

        return await EndAsync(context, due, readings);
    }

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
    /// Begins a poll. As soon as the device does not answer at all, the rest of the plan is given up, so that a dead device costs one
    /// timeout.
    /// </summary>
    /// <param name="context">The link and the clock.</param>
    /// <param name="due">When the poll was due, since any fixed instant: decides which points' intervals have begun anew.</param>
    /// <param name="requestsAtATime">How many requests may be under way.</param>
    /// <returns>The reads to carry out before <see cref="EndAsync"/>.</returns>
    internal PlanRun Begin(PollContext context, TimeSpan due, int requestsAtATime)
    {
        wanted = intervals.TakeDue(due);
        TakeSetAside(context.Now);
        run.Begin(plans.Of(wanted), requestsAtATime, context);
        return run;
    }

    /// <summary>
    /// Ends a poll whose reads were carried out: looks into refusals, tries again what is set aside, reads a text that is due.
    /// </summary>
    /// <param name="context">As at its beginning.</param>
    /// <param name="due">As at its beginning.</param>
    /// <param name="readings">Takes one reading for each point that was due.</param>
    internal ValueTask<PollOutcome> EndAsync(PollContext context, TimeSpan due, ICollection<Reading> readings)
    {
        if (run.Silence is { } silence)
        {
            lastSilence = silence;
            if (run.Unanswered is { } block)
            {
                learned.SetPointsAside(block.Points, block, silence, due, context.Now);
            }

            return ValueTask.FromResult(End(run.Refused.Count, readings));
        }

        return run.Refused.Count > 0 || learned.TrialDue(due) is not null || texts.IsDue(due)
            ? AskMoreAsync(context, due, readings)
            : ValueTask.FromResult(End(0, readings));
    }

    /// <summary>
    /// Lets a poll pass without asking, because the device did not answer the last one: each point that was due gets a reading that
    /// says so.
    /// </summary>
    internal void Skip(PollContext context, TimeSpan due, ICollection<Reading> readings)
    {
        wanted = intervals.TakeDue(due);
        var now = context.Now;
        for (var i = 0; i < points.Length; i++)
        {
            taken.TakeFailure(i, lastSilence, now);
        }

        tally.CountPoll(failed: true);
        taken.HandOver(wanted, readings);
    }

    private void TakeSetAside(DateTimeOffset now)
    {
        for (var i = 0; i < points.Length; i++)
        {
            if (learned.ReasonFor(i) is { } reason && points[i].IsDue(wanted))
            {
                taken.TakeFailure(i, reason, now);
            }
        }
    }

    private PollOutcome End(int unexplained, ICollection<Reading> readings)
    {
        if (run.Silence is null && run.Refused.Count == 0)
        {
            learned.EndSearch();
        }

        tally.CountPoll(failed: run.Failures + unexplained > 0);
        taken.HandOver(wanted, readings);
        return !run.HasAsked ? PollOutcome.NotAsked
            : run.Silence is null || run.Answers > 0 ? PollOutcome.Answered
            : PollOutcome.Silent;
    }

    private async ValueTask<PollOutcome> AskMoreAsync(PollContext context, TimeSpan due, ICollection<Reading> readings)
    {
        search.Begin(due);
        var unexplained = 0;
        foreach (var (block, result) in run.Refused)
        {
            unexplained += await search.ExplainAsync(block, result, context) ? 0 : 1;
        }

        await TryOnceMoreAsync(context, due);
        return End(unexplained, readings);
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
