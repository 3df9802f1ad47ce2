namespace Gateway.Devices;

/// <summary>
/// What shows that a device measures and does not repeat an old sample: another of its points, such as a sequence number, a heartbeat or
/// the time of the sample. While that one has not changed for too long, the values are stale, however well the device answers.
/// </summary>
/// <param name="By">The other point's name.</param>
/// <param name="Within">Longest time without a change, above the interval at which it is read.</param>
public sealed record FreshRule(string By, TimeSpan Within)
{
    /// <summary>Judges a reading of a point that is fresh by another.</summary>
    /// <returns>True when it is stale.</returns>
    internal bool Marks(ref Memory memory, DateTimeOffset time)
    {
        // Where the other point never gave a value, its time runs from the first look.
        memory.ChangedAt ??= time;
        return time - memory.ChangedAt > Within;
    }

    /// <summary>What is known of the point that others are fresh by.</summary>
    internal record struct Memory
    {
        /// <summary>Its last value.</summary>
        public double? Value { get; private set; }

        /// <summary>When it was last seen to change; null before the first look.</summary>
        public DateTimeOffset? ChangedAt { get; set; }

        /// <summary>Takes its next reading. One without a number is no sign of life.</summary>
        public void Take(DateTimeOffset time, double value)
        {
            // After the clock was set back, what was seen last lies in the future.
            if (double.IsFinite(value) && (value != Value || time < ChangedAt))
            {
                (Value, ChangedAt) = (value, time);
            }
        }
    }
}
