namespace Gateway.Journal;

/// <summary>What became of a commit.</summary>
/// <param name="Committed">True: all appended entries are on disk and visible to readers. False: they still wait in memory, and the next
/// commit tries again with the same sequence numbers.</param>
/// <param name="Fault">What is wrong with the disk and what to do, or null. Also set after a commit that succeeded where an old segment
/// could not be deleted.</param>
public readonly record struct CommitResult(bool Committed, string? Fault)
{
    internal static CommitResult Done { get; } = new(true, null);
}
