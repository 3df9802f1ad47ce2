using System.Collections.Immutable;

namespace Gateway.Core;

/// <summary>
/// Several values integrated over one <see cref="Period"/> after the other. A segment that crosses a period's edge is cut there, so
/// that a minute's sum is exactly that minute's, and the sums of all minutes add up to the sum of the hour.
/// </summary>
/// <param name="Period">The period under way.</param>
/// <param name="Sums">What has been integrated in it so far, in an order that the owner fixes.</param>
public sealed record Window(Period Period, ImmutableArray<Integrator> Sums)
{
    /// <summary>One of the sums.</summary>
    public Integrator this[int sum] => Sums[sum];

    /// <summary>The empty window in whose period an instant lies.</summary>
    /// <param name="instant">The time of the first samples to come.</param>
    /// <param name="length">The length of each period.</param>
    /// <param name="sums">How many values are integrated.</param>
    public static Window Containing(DateTimeOffset instant, TimeSpan length, int sums) =>
        new(Period.Containing(instant, length), [.. new Integrator[sums]]);

    /// <summary>True for a window of that make; a restored one may be of another.</summary>
    public bool IsOf(TimeSpan length, int sums) => Period.Length == length && !Sums.IsDefault && Sums.Length == sums;

    /// <summary>
    /// Takes the next samples in, one for each sum and all of one instant. Every period that ends at or before it is added to
    /// <paramref name="closed"/>, oldest first; a period in which nothing was sampled and that no segment spans is passed over.
    /// </summary>
    public Window Add(ReadOnlySpan<Sample> samples, TimeSpan largestGap, ICollection<Window> closed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(samples.Length, Sums.Length);
        var window = samples[0].Time < Period.Start - ClockSeries.LongestSlowed ? BeginAgain(samples[0].Time, closed) : this;
        while (samples[0].Time >= window.Period.End)
        {
            window = window.Close(samples, largestGap, closed);
        }

        return window.Include(samples, largestGap);
    }

    /// <summary>
    /// Goes on on time stamps that were moved, see <see cref="ClockSeries.Step"/>. Set back, what is to come belongs to the period under
    /// way, up to <see cref="ClockSeries.LongestSlowed"/>; set back further, the window begins again there.
    /// </summary>
    public Window Moved(TimeSpan by) => this with { Sums = [.. Sums.Select(sum => sum.Moved(by))] };

    private Window BeginAgain(DateTimeOffset instant, ICollection<Window> closed)
    {
        closed.Add(this);
        return new Window(Period.Containing(instant, Period.Length), [.. Sums.Select(sum => new Integrator { Last = sum.Last })]);
    }

    private Window Close(ReadOnlySpan<Sample> samples, TimeSpan largestGap, ICollection<Window> closed)
    {
        var before = ImmutableArray.CreateBuilder<Integrator>(Sums.Length);
        var after = ImmutableArray.CreateBuilder<Integrator>(Sums.Length);
        DateTimeOffset? goesOn = null;
        for (var i = 0; i < Sums.Length; i++)
        {
            var (ended, started) = Sums[i].SplitAt(Period.End, samples[i], largestGap);
            before.Add(ended);
            after.Add(started);
            goesOn ??= started.Last?.Time;
        }

        closed.Add(this with { Sums = before.MoveToImmutable() });
        return new Window(Period.Containing(goesOn ?? samples[0].Time, Period.Length), after.MoveToImmutable());
    }

    private Window Include(ReadOnlySpan<Sample> samples, TimeSpan largestGap)
    {
        var sums = Sums.ToBuilder();
        for (var i = 0; i < sums.Count; i++)
        {
            sums[i] = sums[i].Add(samples[i], largestGap);
        }

        return this with { Sums = sums.ToImmutable() };
    }
}
