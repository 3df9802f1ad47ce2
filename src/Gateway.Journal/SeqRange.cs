namespace Gateway.Journal;

/// <summary>Sequence numbers from <paramref name="First"/> to <paramref name="Last"/>, both included; empty where the last is less.</summary>
public readonly record struct SeqRange(long First, long Last)
{
    /// <summary>How many.</summary>
    public long Count => Math.Max(0, Last - First + 1);

    /// <summary>True for no number at all.</summary>
    public bool IsEmpty => Last < First;

    /// <summary>The numbers from <paramref name="first"/> on, below <paramref name="end"/>.</summary>
    public static SeqRange Between(long first, long end) => new(first, end - 1);

    /// <summary>What both have.</summary>
    public SeqRange Intersect(SeqRange other) => new(Math.Max(First, other.First), Math.Min(Last, other.Last));

    /// <inheritdoc/>
    public override string ToString() => IsEmpty ? "none" : $"{First}-{Last}";
}
