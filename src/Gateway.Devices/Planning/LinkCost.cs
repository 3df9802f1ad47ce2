using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>What reading costs on a link: the time that a request takes by itself, and the time that each register adds.</summary>
/// <param name="PerRequest">Everything but the registers' own bytes: framing, silence, the device's turnaround, its pause.</param>
/// <param name="PerRegister">Two bytes more in the reply. A bit costs a sixteenth.</param>
/// <remarks>An estimate is enough: it decides whether a gap is read through, and so costs a few registers at worst. Without any cost,
/// <c>default</c>, the fewest requests are the best.</remarks>
public readonly record struct LinkCost(TimeSpan PerRequest, TimeSpan PerRegister)
{
    private const int BitsPerRegister = 16;

    // Out: unit, function, address, count, checksum. Back: unit, function, length, checksum (V1.1b3, 6.3; serial line V1.02, 2.5.1, and
    // 2.5.2: ASCII has a colon, two characters for a byte, a checksum of one, and two characters for the end).
    private const int RtuFrameCharacters = 8 + 5;
    private const int AsciiFrameCharacters = (1 + (2 * 7) + 2) + (1 + (2 * 4) + 2);

    // Between a request and its reply: most devices take a few milliseconds.
    private static readonly TimeSpan Turnaround = TimeSpan.FromMilliseconds(5);

    /// <summary>On a network: a round trip and the device's turnaround; a register's two bytes are next to nothing.</summary>
    public static LinkCost Network { get; } = new(TimeSpan.FromMilliseconds(2) + Turnaround, TimeSpan.FromMicroseconds(2));

    /// <summary>On a serial line behind a device server or gateway, whose speed nobody says: a round trip to it, and 19,200 baud.</summary>
    public static LinkCost DeviceServer { get; } = new(TimeSpan.FromMilliseconds(20), TimeSpan.FromMicroseconds(1150));

    /// <summary>On a serial line: by its baud rate, its format and what it speaks, RTU or ASCII.</summary>
    public static LinkCost OfSerial(SerialLine line, ModbusFraming framing = ModbusFraming.Rtu)
    {
        var (frames, register) = framing == ModbusFraming.Ascii ? (AsciiFrameCharacters, 4) : (RtuFrameCharacters, 2);
        return new(line.TimeOf(frames) + (2 * line.FrameSilence) + Turnaround, line.TimeOf(register));
    }

    /// <summary>The same link for a device that needs a pause before each request.</summary>
    public LinkCost WithPause(TimeSpan pause) => this with { PerRequest = PerRequest + pause };

    /// <summary>How long a read keeps the link busy.</summary>
    public TimeSpan TimeOf(ReadRequest request) => TimeSpan.FromTicks(Of(request.Table, request.Count) / BitsPerRegister);

    /// <summary>A read's cost, in sixteenths of a tick so that a bit's share is whole.</summary>
    internal long Of(ModbusTable table, int count) =>
        (PerRequest.Ticks * BitsPerRegister)
        + (PerRegister.Ticks * count * (table is ModbusTable.Coil or ModbusTable.DiscreteInput ? 1 : BitsPerRegister));
}
