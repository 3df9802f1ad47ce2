using Gateway.Core;

namespace Gateway.Journal;

/// <summary>Which entries need not be sent again: all below <see cref="Position"/>, and ranges ahead of it. Pure; for one thread.</summary>
/// <param name="position">The first sequence number not delivered.</param>
public sealed class DeliveredSet(long position)
{
    /// <summary>At most so many ranges ahead are remembered; a further one is forgotten, and its entries are sent again.</summary>
    public const int MaxRanges = 4096;

    private readonly List<SeqRange> ahead = [];

    /// <summary>The first sequence number not delivered: everything below is.</summary>
    public long Position { get; private set; } = position;

    /// <summary>Delivered ranges ahead of <see cref="Position"/>, rising, not touching each other.</summary>
    public IReadOnlyList<SeqRange> Ahead => ahead;

    /// <summary>Takes in an acknowledged range; false where it was forgotten for want of room.</summary>
    public bool Acknowledge(SeqRange range)
    {
        if (ahead.Count >= MaxRanges && range.First > Position && !ahead.Exists(known => Touch(known, range.Intersect(Open))))
        {
            return false;
        }

        Skip(range);
        return true;
    }

    /// <summary>Takes in numbers that no entry has, so that nobody will ever acknowledge them. They are always remembered.</summary>
    public void Skip(SeqRange range)
    {
        var added = range.Intersect(Open);
        if (added.IsEmpty)
        {
            return;
        }

        Merge(added);
        while (ahead.Count > 0 && ahead[0].First <= Position)
        {
            Position = Math.Max(Position, ahead[0].Last + 1);
            ahead.RemoveAt(0);
        }
    }

    /// <summary>True for a number that need not be sent.</summary>
    public bool Contains(long seq) => seq < Position || ahead.Exists(range => range.First <= seq && seq <= range.Last);

    /// <summary>How many numbers of a range are not delivered.</summary>
    public long CountMissing(SeqRange range)
    {
        var open = range.Intersect(Open);
        return open.Count - ahead.Sum(known => known.Intersect(open).Count);
    }

    private static bool Touch(SeqRange one, SeqRange other) => one.First <= other.Last + 1 && other.First <= one.Last + 1;

    // Without the greatest number, so that one more than any number in it is a number.
    private SeqRange Open => new(Position, long.MaxValue - 1);

    private void Merge(SeqRange range)
    {
        var at = ahead.FindIndex(known => Touch(known, range));
        if (at < 0)
        {
            at = ahead.FindIndex(known => known.First > range.Last);
            ahead.Insert(at < 0 ? ahead.Count : at, range);
            return;
        }

        var end = at;
        while (end < ahead.Count && Touch(ahead[end], range))
        {
            range = new SeqRange(Math.Min(range.First, ahead[end].First), Math.Max(range.Last, ahead[end].Last));
            end++;
        }

        ahead.RemoveRange(at, end - at);
        ahead.Insert(at, range);
    }
}
