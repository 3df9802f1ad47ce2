namespace Gateway.Devices;

/// <summary>
/// How fast a value can move. A reading is judged against the last one that was accepted: it is marked when the step between them is
/// larger than the time between them allows. A step that stays is accepted: with the last of so many readings in a row that are too far
/// from the accepted one, but follow one another as fast as the value can move. Readings marked before that stay marked.
/// </summary>
/// <param name="LargestPerS">Largest step per second, in the point's unit; above 0.</param>
/// <param name="AcceptAfter">With how many readings a step is accepted; at least 2, so that one alone never is.</param>
/// <param name="MayFall">True for a counter: a fall is a reset or a roll-over, which is for whoever takes differences to judge.</param>
public sealed record RateRule(double LargestPerS, int AcceptAfter = RateRule.DefaultAcceptAfter, bool MayFall = false)
{
    /// <summary>With how many readings a step is accepted where nothing else is said.</summary>
    public const int DefaultAcceptAfter = 3;

    /// <summary>After so many readings in a row without a usable value nothing is known of how far the value may have moved.</summary>
    public const int MissesUntilForgotten = 10;

    // A step of the largest size must not fail by the last bits of a scaled number.
    private const double Rounding = 1e-12;

    /// <summary>Takes the next usable reading.</summary>
    /// <returns>True when it moved too fast.</returns>
    internal bool Marks(ref Memory memory, DateTimeOffset time, double value)
    {
        memory.Misses = 0;
        var next = (time, value);
        if (memory.Accepted is { } accepted && !Allows(accepted, next))
        {
            memory.Deviations = memory.Deviations > 0 && Allows(memory.Deviant, next) ? memory.Deviations + 1 : 1;
            memory.Deviant = next;
            if (memory.Deviations < AcceptAfter)
            {
                return true;
            }
        }

        memory.Accepted = next;
        memory.Deviations = 0;
        return false;
    }

    /// <summary>Takes note of a reading without a usable value.</summary>
    internal static void Miss(ref Memory memory)
    {
        if (++memory.Misses >= MissesUntilForgotten)
        {
            memory = default;
        }
    }

    // A clock that was set back leaves no time to judge by.
    private bool Allows((DateTimeOffset Time, double Value) last, (DateTimeOffset Time, double Value) next)
    {
        var elapsedS = (next.Time - last.Time).TotalSeconds;
        return elapsedS <= 0
            || (MayFall && next.Value < last.Value)
            || Math.Abs(next.Value - last.Value) - (LargestPerS * elapsedS)
                <= Rounding * Math.Max(Math.Abs(next.Value), Math.Abs(last.Value));
    }

    /// <summary>What the rule knows of a point's past.</summary>
    internal record struct Memory
    {
        /// <summary>The last accepted reading; null before the first and after a gap.</summary>
        public (DateTimeOffset Time, double Value)? Accepted { get; set; }

        /// <summary>The last marked reading.</summary>
        public (DateTimeOffset Time, double Value) Deviant { get; set; }

        /// <summary>How many marked readings in a row follow one another as fast as the value can move.</summary>
        public int Deviations { get; set; }

        /// <summary>Readings in a row without a usable value.</summary>
        public int Misses { get; set; }
    }
}
