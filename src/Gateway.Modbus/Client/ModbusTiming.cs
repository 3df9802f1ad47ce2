namespace Gateway.Modbus;

/// <summary>How long a client waits. All waits are bounded, so a read always ends.</summary>
public sealed record ModbusTiming
{
    /// <summary>Shortest wait that can be set.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    /// <summary>Longest wait that can be set.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>For a TCP connection to be made, name look-up included. Default 3 s, 10 ms to 60 s.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public TimeSpan ConnectTimeout { get; init => field = Checked(value, nameof(ConnectTimeout)); } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// For the whole reply, from the sending of the request. Default 1 s, 10 ms to 60 s. On a serial line the time that the
    /// characters themselves take is added, so this is the device's own time there.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public TimeSpan ReplyTimeout { get; init => field = Checked(value, nameof(ReplyTimeout)); } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Least pause between a reply and the next request on the link, for devices that need time to turn round. Default 0, to 60 s.
    /// A serial line is silent for t3.5 in any case; this does not add to it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public TimeSpan Turnaround { get; init => field = Checked(value, nameof(Turnaround), TimeSpan.Zero); }

    private static TimeSpan Checked(TimeSpan value, string name) => Checked(value, name, Shortest);

    private static TimeSpan Checked(TimeSpan value, string name, TimeSpan least) =>
        value >= least && value <= Longest
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"Set {name} to {least} at least and {Longest} at most.");
}
