using Gateway.Core;

namespace Gateway.Pipeline;

/// <summary>
/// The entries that were sent and that the bridge has not acknowledged yet. Pure bookkeeping; time is handed in, as what a monotonic
/// clock shows since the start, so that a step of the wall clock makes nothing overdue.
/// </summary>
/// <param name="acknowledgeTimeout">
/// So long the first acknowledgement may take; each time it does not come the wait doubles, up to <see cref="LongestWait"/>, so that
/// a database that is away for hours does not fill the broker with copies.
/// </param>
internal sealed class Unreleased(TimeSpan acknowledgeTimeout)
{
    /// <summary>So long an entry rests that the broker did not take.</summary>
    public static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait for an acknowledgement.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private readonly SortedDictionary<long, Sent> entries = [];

    public int Count => entries.Count;

    /// <summary>How many of them are of the backlog.</summary>
    public int BacklogCount { get; private set; }

    /// <summary>Takes note of an entry that is sent for the first time.</summary>
    public void Add(long seq, TimeSpan now, bool isBacklog)
    {
        Remove(seq);
        entries[seq] = new Sent(now + acknowledgeTimeout, acknowledgeTimeout, 0, isBacklog);
        BacklogCount += isBacklog ? 1 : 0;
    }

    /// <summary>True for an entry that was sent as part of the backlog.</summary>
    public bool IsBacklog(long seq) => entries.TryGetValue(seq, out var sent) && sent.IsBacklog;

    /// <summary>How many points an entry holds; nothing when it was released meanwhile.</summary>
    public void SetPoints(long seq, int points)
    {
        if (entries.TryGetValue(seq, out var sent))
        {
            entries[seq] = sent with { Points = points };
        }
    }

    /// <summary>The oldest entry whose acknowledgement is overdue, counted as sent again; null when there is none.</summary>
    public long? TakeOverdue(TimeSpan now)
    {
        foreach (var (seq, sent) in entries)
        {
            if (sent.DueAt <= now)
            {
                var wait = sent.Wait * 2 < LongestWait ? sent.Wait * 2 : LongestWait;
                entries[seq] = sent with { DueAt = now + wait, Wait = wait };
                return seq;
            }
        }

        return null;
    }

    /// <summary>The broker did not take it: it is due again after a pause.</summary>
    public void MarkFailed(long seq, TimeSpan now)
    {
        if (entries.TryGetValue(seq, out var sent))
        {
            entries[seq] = sent with { DueAt = now + RetryPause, Wait = acknowledgeTimeout };
        }
    }

    /// <summary>
    /// Lets go of what was acknowledged; returns how many entries and points that were. It shows that the bridge is there: what had
    /// been sent again in vain is due at once.
    /// </summary>
    public (long Entries, long Points) Release(IEnumerable<SeqRange> ranges, TimeSpan now)
    {
        var released = ranges.SelectMany(range => entries.Keys.Where(seq => seq >= range.First && seq <= range.Last)).ToList();
        var points = released.Sum(seq => (long)entries[seq].Points);
        released.ForEach(Remove);
        if (released.Count > 0)
        {
            Hurry(now);
        }

        return (released.Count, points);
    }

    private void Remove(long seq)
    {
        if (entries.Remove(seq, out var sent) && sent.IsBacklog)
        {
            BacklogCount--;
        }
    }

    // The wait is halved so that the next sending brings it back to the first one, and the next acknowledgement hurries nothing twice.
    private void Hurry(TimeSpan now)
    {
        foreach (var (seq, sent) in entries.Where(entry => entry.Value.Wait > acknowledgeTimeout).ToList())
        {
            entries[seq] = sent with { DueAt = now, Wait = acknowledgeTimeout / 2 };
        }
    }

    private readonly record struct Sent(TimeSpan DueAt, TimeSpan Wait, int Points, bool IsBacklog);
}
