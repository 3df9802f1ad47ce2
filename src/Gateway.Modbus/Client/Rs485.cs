namespace Gateway.Modbus;

/// <summary>
/// Lets the kernel switch an RS-485 transceiver between sending and receiving by the RTS line (Linux, TIOCSRS485), for ports whose driver
/// can. Adapters that turn round by themselves need none of it.
/// </summary>
public sealed record Rs485
{
    /// <summary>Longest delay that can be set.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>RTS is high while sending; false: low. Default true.</summary>
    public bool RtsOnSend { get; init; } = true;

    /// <summary>From the switch to sending until the first bit, in whole milliseconds, 0 to 100 ms. Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public TimeSpan DelayBeforeSend { get; init => field = Checked(value, nameof(DelayBeforeSend)); }

    /// <summary>From the last bit until the switch to receiving, in whole milliseconds, 0 to 100 ms. Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public TimeSpan DelayAfterSend { get; init => field = Checked(value, nameof(DelayAfterSend)); }

    private static TimeSpan Checked(TimeSpan value, string name) =>
        value >= TimeSpan.Zero && value <= MaxDelay
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"Set {name} to 0 at least and {MaxDelay} at most.");
}
