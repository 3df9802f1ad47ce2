namespace Gateway.Devices;

/// <summary>
/// Which read was not answered last: the next poll begins behind it, and a read that stays without an answer while the others have theirs
/// is told from a device that is away.
/// </summary>
internal sealed class SilentBlocks
{
    private const int PollsUntilPersistent = 2;
    private int? place;
    private int polls;

    /// <summary>The read that was not answered last.</summary>
    public PolledBlock? Last { get; private set; }

    /// <summary>True when it was the same in the last polls.</summary>
    public bool IsPersistent => polls >= PollsUntilPersistent;

    /// <summary>The index at which to begin a plan.</summary>
    public int FirstBehind(PolledBlock[] plan)
    {
        if (place is { } silent)
        {
            for (var i = 0; i < plan.Length; i++)
            {
                if (plan[i].Place > silent)
                {
                    return i;
                }
            }
        }

        return 0;
    }

    /// <summary>A read was not answered.</summary>
    /// <param name="block">Which.</param>
    /// <param name="isFirst">False for those that were under way when an earlier one was not answered.</param>
    public void Note(PolledBlock block, bool isFirst)
    {
        if (isFirst)
        {
            polls = block.Place == place ? polls + 1 : 1;
            (place, Last) = (block.Place, block);
        }
    }

    /// <summary>A poll is over.</summary>
    public void EndPoll(bool wasSilent) => polls = wasSilent ? polls : 0;
}
