using Gateway.Core;

namespace Gateway.Bridge;

/// <summary>
/// The numbers of one gateway's journal that are missing between others. Pure bookkeeping; time is handed in, as what a
/// monotonic clock shows.
/// </summary>
/// <remarks>
/// The newest goes ahead of the backlog, so a gap is a hole only when nothing more of it comes for the time of patience. A bridge knows
/// nothing of what others stored before it; so it begins above the highest number that it sees in its first time of patience, counted from
/// the first live message, by when all that was sent before has come or was sent again.
/// </remarks>
/// <param name="patience">How long.</param>
/// <param name="skip">A gap of so many numbers and more was left by the gateway itself: its journal skips after an unclean stop.</param>
internal sealed class SequenceGaps(TimeSpan patience, long skip)
{
    /// <summary>Gaps that are watched at a time; further ones are not.</summary>
    public const int MostGaps = 64;

    private readonly List<Gap> gaps = [];
    private TimeSpan? begun;
    private bool isWatching;
    private long next;

    /// <summary>When a message came last.</summary>
    public TimeSpan LastHeard { get; private set; }

    /// <summary>The holes, ascending.</summary>
    public IEnumerable<SeqRange> Holes => gaps.Where(gap => gap.IsHole).Select(gap => gap.Range);

    /// <summary>Takes note of entries that are stored.</summary>
    public void Note(SeqRange range, bool isBacklog, TimeSpan now)
    {
        LastHeard = now;
        if (isWatching)
        {
            Fill(range, now);
            if (range.First > next && gaps.Count < MostGaps)
            {
                gaps.Add(new Gap(SeqRange.Between(next, range.First), now, IsHole: false));
            }
        }
        else if (!isBacklog || begun is not null)
        {
            begun ??= now;
            isWatching = now - begun >= patience;
        }

        next = Math.Max(next, range.Last + 1);
    }

    /// <summary>The gaps that have just become holes.</summary>
    public IReadOnlyList<SeqRange> TakeHoles(TimeSpan now)
    {
        gaps.RemoveAll(gap => gap.Range.Count >= skip && now - gap.Since >= patience);
        var holes = new List<SeqRange>();
        for (var i = 0; i < gaps.Count; i++)
        {
            if (!gaps[i].IsHole && now - gaps[i].Since >= patience)
            {
                gaps[i] = gaps[i] with { IsHole = true };
                holes.Add(gaps[i].Range);
            }
        }

        return holes;
    }

    // What is left of a gap waits anew: its other numbers may be under way too.
    private void Fill(SeqRange range, TimeSpan now)
    {
        for (var i = gaps.Count - 1; i >= 0; i--)
        {
            var gap = gaps[i];
            if (gap.Range.Intersect(range).IsEmpty)
            {
                continue;
            }

            gaps.RemoveAt(i);
            Keep(i, gap with { Range = gap.Range with { First = range.Last + 1 }, Since = now });
            Keep(i, gap with { Range = gap.Range with { Last = range.First - 1 }, Since = now });
        }
    }

    private void Keep(int index, Gap rest)
    {
        if (!rest.Range.IsEmpty)
        {
            gaps.Insert(index, rest);
        }
    }

    private readonly record struct Gap(SeqRange Range, TimeSpan Since, bool IsHole);
}
