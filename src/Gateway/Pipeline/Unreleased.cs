using Gateway.Core;

namespace Gateway.Pipeline;

/// <summary>The entries that were sent and that the bridge has not acknowledged yet. Pure bookkeeping; time is handed in.</summary>
/// <param name="acknowledgeTimeout">So long an acknowledgement may take before the entry counts as due again.</param>
internal sealed class Unreleased(TimeSpan acknowledgeTimeout)
{
    /// <summary>So long an entry rests that the broker did not take.</summary>
    public static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<long, Sent> entries = [];

    public int Count => entries.Count;

    /// <summary>True when an entry may be sent: it never was, or its acknowledgement is overdue.</summary>
    public bool IsDue(long seq, DateTimeOffset now) => !entries.TryGetValue(seq, out var sent) || IsOverdue(sent, now);

    /// <summary>True when an entry was sent before.</summary>
    public bool WasSent(long seq) => entries.ContainsKey(seq);

    /// <summary>The oldest entry whose acknowledgement is overdue, or null.</summary>
    public long? OldestOverdue(DateTimeOffset now)
    {
        foreach (var (seq, sent) in entries)
        {
            if (IsOverdue(sent, now))
            {
                return seq;
            }
        }

        return null;
    }

    public void MarkSent(long seq, int points, DateTimeOffset now) => entries[seq] = new Sent(now, points);

    /// <summary>The broker did not take it: it is due again after a pause.</summary>
    public void MarkFailed(long seq, DateTimeOffset now)
    {
        if (entries.TryGetValue(seq, out var sent))
        {
            entries[seq] = sent with { At = now - acknowledgeTimeout + RetryPause };
        }
    }

    /// <summary>Lets go of what was acknowledged; returns how many entries and points that were.</summary>
    public (long Entries, long Points) Release(IEnumerable<SeqRange> ranges)
    {
        var released = ranges.SelectMany(range => entries.Keys.Where(seq => seq >= range.First && seq <= range.Last)).ToList();
        var points = released.Sum(seq => (long)entries[seq].Points);
        released.ForEach(seq => entries.Remove(seq));
        return (released.Count, points);
    }

    private bool IsOverdue(Sent sent, DateTimeOffset now) => sent.At < now - acknowledgeTimeout;

    private readonly record struct Sent(DateTimeOffset At, int Points);
}
