namespace Gateway.Devices;

/// <summary>The intervals of a device's points, and which of them have begun anew. Each has a bit.</summary>
internal sealed class PollIntervals
{
    private readonly TimeSpan?[] intervals;
    private readonly long[] lastSlots;

    /// <param name="all">At most 64 different ones; null stands for every poll.</param>
    public PollIntervals(IEnumerable<TimeSpan?> all)
    {
        intervals = [.. all.Distinct()];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(intervals.Length, 64);
        lastSlots = new long[intervals.Length];
        Array.Fill(lastSlots, long.MinValue);
    }

    /// <summary>The interval's bit.</summary>
    public ulong BitOf(TimeSpan? interval) => 1UL << Array.IndexOf(intervals, interval);

    /// <summary>The bits of the intervals that are due at a poll: the first in each slot of their grid, and every poll.</summary>
    /// <param name="time">When the poll was due, since any fixed instant.</param>
    public ulong TakeDue(TimeSpan time)
    {
        var due = 0UL;
        for (var i = 0; i < intervals.Length; i++)
        {
            var slot = intervals[i] is { } length ? time.Ticks / length.Ticks : lastSlots[i] + 1;
            due |= slot != lastSlots[i] ? 1UL << i : 0;
            lastSlots[i] = slot;
        }

        return due;
    }
}
