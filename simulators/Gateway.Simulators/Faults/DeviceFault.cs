using Gateway.Modbus;

namespace Gateway.Simulators;

/// <summary>What goes wrong with a device, and when. Where several overlap, all of them hold.</summary>
/// <param name="Device">The device's name.</param>
/// <param name="When">When, from the plant's start.</param>
public abstract record DeviceFault(string Device, Schedule When)
{
    /// <summary>It does not answer.</summary>
    public sealed record Silence(string Device, Schedule When) : DeviceFault(Device, When);

    /// <summary>It answers every read with an exception.</summary>
    public sealed record Refusal(string Device, Schedule When, ModbusExceptionCode Code) : DeviceFault(Device, When);

    /// <summary>
    /// Its supply fails: it is silent, then answers "busy" while it starts, and its counters lack what passed meanwhile.
    /// </summary>
    public sealed record PowerLoss(string Device, Schedule When, TimeSpan StartsUp, IReadOnlyList<PointPlace> Counters)
        : DeviceFault(Device, When);

    /// <summary>All its values stand still.</summary>
    public sealed record Frozen(string Device, Schedule When) : DeviceFault(Device, When);

    /// <summary>Its values are those of some time ago, as from a device whose clock or whose measuring cycle is behind.</summary>
    public sealed record Behind(string Device, Schedule When, TimeSpan By) : DeviceFault(Device, When);

    /// <summary>Values run away, by so many % of the reading an hour, until somebody adjusts them.</summary>
    public sealed record Drift(string Device, Schedule When, IReadOnlyList<PointPlace> Points, double PctPerH) : DeviceFault(Device, When);

    /// <summary>Counters are set to zero at the beginning of each occurrence, and count on from there.</summary>
    public sealed record CounterReset(string Device, Schedule When, IReadOnlyList<PointPlace> Points) : DeviceFault(Device, When);

    /// <summary>Counters begin at zero again where their digits end.</summary>
    public sealed record Rollover(string Device, Schedule When, IReadOnlyList<PointPlace> Points, double At) : DeviceFault(Device, When);

    /// <summary>It does not measure, and says so in its status word.</summary>
    public sealed record Interruption(string Device, Schedule When, InterruptionKind Kind) : DeviceFault(Device, When);

    /// <summary>Its replies' checksum is wrong; for a device on a serial line.</summary>
    public sealed record BrokenChecksum(string Device, Schedule When) : DeviceFault(Device, When);

    /// <summary>Its replies name another unit.</summary>
    public sealed record WrongUnit(string Device, Schedule When, byte Unit) : DeviceFault(Device, When);

    /// <summary>Its replies come late, by the wire's time: a slow device, or with more than the reader's patience a late answer.</summary>
    public sealed record Slow(string Device, Schedule When, TimeSpan Delay) : DeviceFault(Device, When);

    /// <summary>It closes the connection instead of answering; for a device on TCP.</summary>
    public sealed record Disconnect(string Device, Schedule When) : DeviceFault(Device, When);
}

/// <summary>Why a monitor does not measure; the number is the bit of the bundled monitors' status word.</summary>
public enum InterruptionKind
{
    /// <summary>It measures span gas instead of stack gas.</summary>
    Calibration = 0,

    /// <summary>Somebody works on it: its values stand still.</summary>
    Maintenance = 1,

    /// <summary>It is broken: what it measures reads zero.</summary>
    Fault = 2,
}

/// <summary>Where a point stands.</summary>
/// <param name="Table">The table.</param>
/// <param name="Address">Its first address.</param>
/// <param name="Count">How many registers it takes.</param>
public readonly record struct PointPlace(ModbusTable Table, int Address, int Count);
