using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>How a link keeps up with its schedule. May be read from any thread.</summary>
public sealed class LinkLoad
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private TimeSpan busy;
    private TimeSpan windowStart;
    private TimeSpan busyAtWindowStart;
    private double? utilisation;
    private long missedSlots;

    /// <summary>How late polls began against their time on the grid.</summary>
    public LatencyHistogram Lateness { get; } = new();

    /// <summary>Polls that were skipped because the link was busy when they were due.</summary>
    public long MissedSlots => Interlocked.Read(ref missedSlots);

    /// <summary>Time that polls took since the start; polls side by side count each.</summary>
    public TimeSpan Busy
    {
        get
        {
            lock (gate)
            {
                return busy;
            }
        }
    }

    /// <summary>
    /// The part of the time that polls took, lately: over the last 10 s or more. 1 is a link that does nothing else; more are polls side
    /// by side. Null in the first seconds.
    /// </summary>
    public double? Utilisation
    {
        get
        {
            lock (gate)
            {
                return utilisation;
            }
        }
    }

    internal void NoteStart(TimeSpan late)
    {
        lock (gate)
        {
            Lateness.Record(late);
        }
    }

    internal void NoteMissed(long slots) => Interlocked.Add(ref missedSlots, slots);

    internal void NoteBusy(TimeSpan now, TimeSpan took)
    {
        lock (gate)
        {
            busy += took;
            if (now - windowStart >= Window)
            {
                utilisation = (busy - busyAtWindowStart) / (now - windowStart);
                (windowStart, busyAtWindowStart) = (now, busy);
            }
        }
    }
}
