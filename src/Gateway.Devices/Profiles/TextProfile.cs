using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>What a device says of itself, such as serial number or firmware: read seldom, shown as it is, and no series.</summary>
public sealed record TextProfile
{
    /// <summary>How often a text is read where the profile does not say.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromHours(1);

    /// <summary>snake_case, e.g. <c>serial_number</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Holding or input registers.</summary>
    public required ModbusTable Table { get; init; }

    /// <summary>Zero-based, as it goes on the wire.</summary>
    public required ushort Address { get; init; }

    /// <summary>How many registers it takes.</summary>
    public required int Size { get; init; }

    /// <summary>The whole number that it is; null for characters, two in each register.</summary>
    public PointType? Type { get; init; }

    /// <summary>In which order its bytes stand; for characters <see cref="ByteOrder.Badc"/> means the low byte first.</summary>
    public ByteOrder Order { get; init; }

    /// <summary>How often to read it.</summary>
    public TimeSpan Interval { get; init; } = DefaultInterval;

    /// <summary>What a reader of the profile should know.</summary>
    public string Note { get; init; } = "";

    /// <summary>The request to a unit.</summary>
    public ReadRequest Request(byte unit) => new(unit, Table, Address, (ushort)Size);
}
