using System.Text.Json.Serialization;

namespace Gateway.Core;

/// <summary>
/// The integral of a value over time by the trapezoid rule: kW to kWh, kg/h to kg. The segment between two samples counts when both
/// ends are usable and lie no further apart than the largest gap; any other stretch of time is left out and never filled, so that
/// the sum stands for exactly the duration in <paramref name="Covered"/>. Immutable; <c>default</c> is the empty one.
/// </summary>
/// <param name="ValueHours">The integral, in the value's unit times hours.</param>
/// <param name="Covered">For how long the integral stands.</param>
/// <param name="Segments">How many segments were counted.</param>
/// <param name="Worst">The worst quality among the ends of the counted segments.</param>
/// <param name="WorstExcluded">The worst quality among the samples that were not usable; good when there was none.</param>
/// <param name="Last">The latest sample, from which the next segment starts.</param>
/// <param name="FirstCovered">Where the first counted segment starts.</param>
/// <param name="LastCovered">Where the last counted segment ends.</param>
[method: JsonConstructor]
public readonly record struct Integrator(
    double ValueHours,
    TimeSpan Covered,
    long Segments,
    Quality Worst,
    Quality WorstExcluded,
    Sample? Last,
    DateTimeOffset? FirstCovered,
    DateTimeOffset? LastCovered)
{
    /// <summary>No largest gap may be longer than this: beyond it a straight line between two samples is a guess.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(15);

    private const int PollsInGap = 3;
    private static readonly TimeSpan LongestDefaultGap = TimeSpan.FromSeconds(90);

    /// <summary>The mean over the covered duration, or null when nothing is covered.</summary>
    [JsonIgnore]
    public double? Mean => Covered > TimeSpan.Zero ? ValueHours / Covered.TotalHours : null;

    /// <summary>The largest gap for values polled at that interval: three intervals, at most 90 s.</summary>
    public static TimeSpan LargestGapFor(TimeSpan pollInterval) =>
        pollInterval < LongestDefaultGap / PollsInGap ? pollInterval * PollsInGap : LongestDefaultGap;

    /// <summary>Takes the next sample in. One that is not later than the last changes nothing: no time is counted twice.</summary>
    public Integrator Add(Sample next, TimeSpan largestGap)
    {
        if (Last is not { } last)
        {
            return Starting(next);
        }

        if (next.Time <= last.Time)
        {
            return this;
        }

        return Reaches(next, largestGap) ? Including(last, next) : Starting(next);
    }

    /// <summary>
    /// Cuts the segment towards the next sample at an edge, by linear interpolation: what lies before goes to the first, the second
    /// starts empty at the edge and is ready to take the same sample in. Where the segment does not count, neither gains anything.
    /// </summary>
    /// <remarks>Where the clock was set forward over the edge, all that is to come lies behind it.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The edge lies after the next sample.</exception>
    public (Integrator Before, Integrator After) SplitAt(DateTimeOffset edge, Sample next, TimeSpan largestGap)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(edge, next.Time);
        if (Last is not { } last)
        {
            return (this, default);
        }

        if (edge <= last.Time)
        {
            return (this, new Integrator { Last = last });
        }

        if (!Reaches(next, largestGap))
        {
            return (this, default);
        }

        var atEdge = Between(last, next, edge);
        return (Including(last, atEdge), new Integrator { Last = atEdge });
    }

    /// <summary>
    /// Goes on on time stamps that were moved, see <see cref="ClockSeries.Step"/>: the segment under way keeps its true length.
    /// </summary>
    public Integrator Moved(TimeSpan by) => this with { Last = Last?.Moved(by) };

    /// <summary>The covered share of a duration, 0..100 %. Where stamps ran slow, more time than that passed in it: then 100 %.</summary>
    public double CoveragePct(TimeSpan of) => of > TimeSpan.Zero ? Math.Min(Covered / of * 100, 100) : 0;

    /// <summary>
    /// The quality of the sum as a statement on a duration: the worst of what was used, at best partial where time is missing, and
    /// where nothing is covered the reason why.
    /// </summary>
    public Quality QualityOver(TimeSpan duration) =>
        Covered == TimeSpan.Zero ? (WorstExcluded.IsUsable ? Quality.NoData : WorstExcluded)
        : Covered < duration ? Worst.Worst(Quality.PartialCoverage)
        : Worst;

    private static Sample Between(Sample from, Sample to, DateTimeOffset instant)
    {
        // At the far end the formula could differ from the value in the last bit.
        var value = instant == to.Time ? to.Value
            : from.Value + ((to.Value - from.Value) * ((instant - from.Time) / (to.Time - from.Time)));
        return new Sample(instant, value, from.Quality.Worst(to.Quality));
    }

    private bool Reaches(Sample next, TimeSpan largestGap) =>
        Last is { IsUsable: true } last && next.IsUsable && next.Time - last.Time <= largestGap;

    private Integrator Starting(Sample next) =>
        this with { Last = next, WorstExcluded = next.IsUsable ? WorstExcluded : WorstExcluded.Worst(next.Quality) };

    private Integrator Including(Sample from, Sample to) => this with
    {
        ValueHours = ValueHours + ((from.Value + to.Value) / 2 * (to.Time - from.Time).TotalHours),
        Covered = Covered + (to.Time - from.Time),
        Segments = Segments + 1,
        Worst = Worst.Worst(from.Quality).Worst(to.Quality),
        Last = to,
        FirstCovered = FirstCovered ?? from.Time,
        LastCovered = to.Time,
    };
}
