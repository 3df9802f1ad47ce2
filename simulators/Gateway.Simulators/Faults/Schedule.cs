namespace Gateway.Simulators;

/// <summary>When something is the case, once or again and again.</summary>
/// <param name="First">From the plant's start.</param>
/// <param name="Lasting">How long.</param>
/// <param name="Every">From one beginning to the next, longer than <paramref name="Lasting"/>; null when it happens only once.</param>
public sealed record Schedule(TimeSpan First, TimeSpan Lasting, TimeSpan? Every)
{
    /// <summary>The beginning of the occurrence that is under way, from the plant's start, or null when none is.</summary>
    /// <param name="running">How long the plant has been running.</param>
    public TimeSpan? Current(TimeSpan running) => Latest(running) is { } begin && running < begin + Lasting ? begin : null;

    /// <summary>The beginning of the latest occurrence, under way or over; null before the first.</summary>
    /// <param name="running">How long the plant has been running.</param>
    public TimeSpan? Latest(TimeSpan running)
    {
        if (running < First)
        {
            return null;
        }

        var round = Every is { } every ? Math.Floor((running - First) / every) : 0.0;
        return First + (round * (Every ?? TimeSpan.Zero));
    }

    /// <summary>The beginnings of all occurrences that are over, oldest first.</summary>
    /// <param name="running">How long the plant has been running.</param>
    public IEnumerable<TimeSpan> Over(TimeSpan running)
    {
        for (var begin = First; begin + Lasting <= running; begin += Every ?? TimeSpan.MaxValue - begin)
        {
            yield return begin;
        }
    }
}
