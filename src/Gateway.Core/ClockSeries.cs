namespace Gateway.Core;

/// <summary>
/// What the gateway records of the clock that stamps its readings. It stands between the readings, so that whoever folds them again, now
/// or in years, sees the clock move at the same place.
/// </summary>
public sealed class ClockSeries
{
    /// <summary>
    /// Set back by up to so much, the stamps do not go back: they run slow until the clock has caught up. Set back further, they follow.
    /// </summary>
    public static readonly TimeSpan LongestSlowed = TimeSpan.FromDays(1);

    /// <summary>The name of <see cref="Synchronised"/>, as people see it.</summary>
    public const string SynchronisedName = "gateway clock_synchronised";

    /// <summary>Adds both series.</summary>
    public ClockSeries(Catalog catalog)
    {
        Step = catalog.Add(new Series("gateway", [], "clock_step_ms", "ms"));
        Synchronised = catalog.Add(new Series("gateway", [], "clock_synchronised", string.Empty));
    }

    /// <summary>
    /// By how many milliseconds the stamps from here on lie later, below zero earlier, than without the step: the stretch since
    /// the reading before is that much shorter than its stamps say. While stamps run slow, a small step back each tick.
    /// </summary>
    public int Step { get; }

    /// <summary>1 while the machine's clock is synchronised, 0 while it is not: at each change, and once a minute.</summary>
    public int Synchronised { get; }
}
