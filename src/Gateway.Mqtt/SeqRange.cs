namespace Gateway.Mqtt;

/// <summary>Consecutive sequence numbers, both ends included.</summary>
/// <param name="First">The lowest.</param>
/// <param name="Last">The highest, not below <paramref name="First"/>.</param>
public readonly record struct SeqRange(long First, long Last)
{
    /// <summary>The same numbers in as few ranges as possible, ascending.</summary>
    public static IReadOnlyList<SeqRange> Merge(IEnumerable<SeqRange> ranges)
    {
        var merged = new List<SeqRange>();
        foreach (var range in ranges.OrderBy(range => range.First))
        {
            // Not "Last + 1", which overflows at the greatest number.
            if (merged.Count > 0 && range.First - 1 <= merged[^1].Last)
            {
                merged[^1] = merged[^1] with { Last = Math.Max(merged[^1].Last, range.Last) };
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged;
    }
}
