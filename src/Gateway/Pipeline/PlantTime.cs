using System.Globalization;
using Gateway.Core;
using Gateway.Devices;

namespace Gateway.Pipeline;

/// <summary>
/// The time that readings are stamped with: the machine's, but such that no stamp is given twice and no interval is false when somebody
/// sets the machine's clock. Set forward, the stamps follow at once. Set back by up to <see cref="ClockSeries.LongestSlowed"/>, they run
/// at half speed until the machine's clock has caught up, so that no point in the database overwrites another; set back further, they
/// follow. Each move is recorded, <see cref="ClockSeries.Step"/>, and by it the calculations count true time.
/// </summary>
/// <remarks>
/// Polls are timed by <see cref="Steady"/>, which nobody sets. Where a reading is recorded its time becomes a stamp, behind the reading
/// that tells of the move: so what is stamped and what is told are of one order. Turned by one caller; may be asked from any thread.
/// </remarks>
internal sealed class PlantTime : TimeProvider
{
    /// <summary>Less is not taken for a step: time services step from about this on, and correct what is less by speed.</summary>
    public static readonly TimeSpan LeastStep = TimeSpan.FromMilliseconds(100);

    private const string Kind = "clock";

    private readonly TimeProvider source;
    private readonly SteadyTimeProvider steady;
    private readonly ClockSeries series;
    private readonly Func<bool?> isSynchronised;
    private readonly Action<string, string> note;
    private readonly TimeSpan leastStep;
    private volatile Course course;
    private TimeSpan seen;
    private long told;
    private bool isUnset;
    private bool? synchronised;
    private DateTimeOffset? saidUntil;

    /// <summary>Begins behind what was recorded before.</summary>
    /// <param name="source">The machine's clock.</param>
    /// <param name="newest">The newest stamp that was given, by an earlier run; null for none.</param>
    /// <param name="series">Where it is told.</param>
    /// <param name="isSynchronised">Whether the machine's clock is synchronised; null where nobody knows.</param>
    /// <param name="note">Told of steps and of synchronisation, by kind and sentence.</param>
    public PlantTime(
        TimeProvider source, DateTimeOffset? newest, ClockSeries series, Func<bool?> isSynchronised, Action<string, string> note)
    {
        this.source = source;
        this.series = series;
        this.isSynchronised = isSynchronised;
        this.note = note;
        steady = new SteadyTimeProvider(source);
        var (least, most) = Offset();
        seen = least;

        // It took so long to look, and on a clock that runs fast this is long.
        leastStep = LeastStep + (most - least);
        var now = steady.GetUtcNow();
        var ahead = newest > now ? newest.Value - now : TimeSpan.Zero;
        told = (long)ahead.TotalMilliseconds;

        // A machine without a battery begins in 1970, and it is certainly later than the last reading.
        isUnset = ahead > ClockSeries.LongestSlowed && isSynchronised() == false;
        course = isUnset ? new Course(now, told, told) : Course.Towards(0, now, told);
    }

    /// <summary>What polls are timed by.</summary>
    public TimeProvider Steady => steady;

    /// <summary>Steps of the machine's clock since start.</summary>
    public long Steps { get; private set; }

    /// <summary>Whether the machine's clock is synchronised; null where nobody knows.</summary>
    public bool? IsSynchronised => synchronised;

    /// <summary>By how much the stamps are ahead of the machine's clock, while they run slow.</summary>
    public TimeSpan Ahead => course is var now ? TimeSpan.FromMilliseconds(now.At(steady.GetUtcNow()) - now.Target) : default;

    /// <inheritdoc/>
    public override long TimestampFrequency => source.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => source.LocalTimeZone;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Stamp(steady.GetUtcNow());

    /// <inheritdoc/>
    public override long GetTimestamp() => source.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        source.CreateTimer(callback, state, dueTime, period);

    /// <summary>The stamp for an instant of <see cref="Steady"/>.</summary>
    public DateTimeOffset Stamp(DateTimeOffset instant) => instant.AddMilliseconds(course.At(instant));

    /// <summary>Looks at the machine's clock; what is to be told of it stands before the readings that are stamped from now on.</summary>
    public IReadOnlyList<Reading> Turn()
    {
        var toTell = new List<Reading>();
        var known = isSynchronised();
        Follow(known);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(steady.GetUtcNow().ToUnixTimeMilliseconds());
        var stamp = Stamp(now);
        var offset = course.At(now);
        if (offset != told)
        {
            toTell.Add(new Reading(series.Step, stamp, offset - told, Quality.Good));
            told = offset;
        }

        if (known is { } isKnown && (known != synchronised || !(now < saidUntil)))
        {
            Say(isKnown);
            saidUntil = now + Period.Minute;
            toTell.Add(new Reading(series.Synchronised, stamp, isKnown ? 1 : 0, Quality.Good));
        }

        synchronised = known;
        return toTell;
    }

    private void Follow(bool? known)
    {
        // However long it took to look: a step only where it cannot be otherwise.
        var (least, most) = Offset();
        var isStep = most < seen - leastStep || least > seen + leastStep;
        if (isStep)
        {
            var by = least - seen;
            seen = least;
            Steps++;
            var way = by > TimeSpan.Zero ? "forward" : "back";
            note($"{Kind}-step", string.Create(
                CultureInfo.InvariantCulture,
                $"The machine's clock was set {way} by {by.Duration():g} to {source.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}."));
        }

        if (isStep || (isUnset && known == true))
        {
            isUnset = false;
            var now = steady.GetUtcNow();
            course = Course.Towards((long)seen.TotalMilliseconds, now, course.At(now));
        }
    }

    // How far the machine's clock is from the steady one lies between the two.
    private (TimeSpan Least, TimeSpan Most) Offset()
    {
        var before = steady.GetUtcNow();
        var wall = source.GetUtcNow();
        return (wall - steady.GetUtcNow(), wall - before);
    }

    private void Say(bool isKnown)
    {
        if (isKnown && synchronised == false)
        {
            note($"{Kind}-synchronised", "The machine's clock is synchronised.");
        }
        else if (!isKnown && synchronised != false)
        {
            note(
                $"{Kind}-unsynchronised",
                $"The machine's clock is not synchronised: '{ClockSeries.SynchronisedName}' marks the readings until it is. "
                + "Start a time service, or where there is none say 'clock: {ntp: false}'.");
        }
    }

    /// <summary>How far stamps are ahead of the steady time, in milliseconds: never less than the target, and falling towards it.</summary>
    private sealed record Course(DateTimeOffset From, long Ahead, long Target)
    {
        private const int HalfSpeed = 2;

        public static Course Towards(long target, DateTimeOffset now, long ahead) =>
            target >= ahead || ahead - target > ClockSeries.LongestSlowed.TotalMilliseconds
                ? new Course(now, target, target)
                : new Course(now, ahead, target);

        public long At(DateTimeOffset instant) =>
            Ahead == Target ? Target : Math.Clamp(Ahead - ((long)(instant - From).TotalMilliseconds / HalfSpeed), Target, Ahead);
    }
}
