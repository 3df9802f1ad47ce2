namespace Gateway.Devices;

/// <summary>
/// How long a noisy value can stand still. It is marked from when it has shown the same value for that long, until it shows another.
/// Only time between readings that both brought a usable value counts: a device that is silent, in calibration or in maintenance is not
/// stuck.
/// </summary>
/// <param name="After">The longest it can stand still; above 0.</param>
/// <param name="Band">What is the same: no further than this from where it came to a stand, in the point's unit; 0: the very same.</param>
/// <param name="Except">Values at which it may stand for ever, such as 0 of a machine that is off.</param>
public sealed record StuckRule(TimeSpan After, double Band, IReadOnlyList<double> Except)
{
    /// <summary>Takes the next usable reading.</summary>
    /// <returns>True when the value is stuck.</returns>
    internal bool Marks(ref Memory memory, DateTimeOffset time, double value)
    {
        if (!memory.HasValue || Math.Abs(value - memory.Value) > Band || MayStandAt(value))
        {
            memory = new Memory { HasValue = true, Value = value, Last = time };
            return false;
        }

        memory.Held += memory.Last is { } last && time > last ? time - last : TimeSpan.Zero;
        memory.Last = time;
        return memory.Held >= After;
    }

    /// <summary>Takes note of a reading without a usable value.</summary>
    internal static void Miss(ref Memory memory) => memory.Last = null;

    private bool MayStandAt(double value)
    {
        for (var i = 0; i < Except.Count; i++)
        {
            if (Math.Abs(value - Except[i]) <= Band)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the rule knows of a point's past.</summary>
    internal record struct Memory
    {
        /// <summary>False before the first usable reading.</summary>
        public bool HasValue { get; set; }

        /// <summary>Where it came to a stand.</summary>
        public double Value { get; set; }

        /// <summary>For how long it was seen there.</summary>
        public TimeSpan Held { get; set; }

        /// <summary>When the last reading was; null when that one brought no usable value.</summary>
        public DateTimeOffset? Last { get; set; }
    }
}
