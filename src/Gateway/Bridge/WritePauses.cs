namespace Gateway.Bridge;

/// <summary>
/// The pauses before a write is tried again: what the database asks for, else doubling up to a bound. Half of each is drawn, so that
/// several bridges do not come back at the same instant.
/// </summary>
internal sealed class WritePauses(Random random)
{
    /// <summary>The longest pause of our own.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause that a database may ask for; a date from a wrong clock asks for more.</summary>
    public static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(5);

    /// <summary>The first pause.</summary>
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);

    private TimeSpan bound = First;

    /// <summary>The next pause.</summary>
    /// <param name="asked">What the database asked for; null for none.</param>
    public TimeSpan Next(TimeSpan? asked)
    {
        if (asked is { } wait)
        {
            return (wait < LongestAsked ? wait : LongestAsked) + (First * random.NextDouble());
        }

        var pause = bound * (0.5 + (random.NextDouble() / 2));
        bound = bound * 2 < Longest ? bound * 2 : Longest;
        return pause;
    }

    /// <summary>Something was stored: the next failure is a first one.</summary>
    public void Reset() => bound = First;
}
