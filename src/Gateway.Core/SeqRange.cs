namespace Gateway.Core;

/// <summary>
/// Sequence numbers of the journal from <paramref name="First"/> to <paramref name="Last"/>, both included; empty where the last is less.
/// </summary>
/// <param name="First">The lowest.</param>
/// <param name="Last">The highest.</param>
public readonly record struct SeqRange(long First, long Last)
{
    /// <summary>How many.</summary>
    public long Count => Math.Max(0, Last - First + 1);

    /// <summary>True for no number at all.</summary>
    public bool IsEmpty => Last < First;

    /// <summary>The numbers from <paramref name="first"/> on, below <paramref name="end"/>.</summary>
    public static SeqRange Between(long first, long end) => new(first, end - 1);

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

    /// <summary>What both have.</summary>
    public SeqRange Intersect(SeqRange other) => new(Math.Max(First, other.First), Math.Min(Last, other.Last));

    /// <inheritdoc/>
    public override string ToString() => IsEmpty ? "none" : $"{First}-{Last}";
}
