namespace Gateway.Modbus;

/// <summary>How PDUs are wrapped on a link.</summary>
public enum ModbusFraming : byte
{
    /// <summary>Modbus TCP: the MBAP header.</summary>
    Mbap,

    /// <summary>RTU frames with address and checksum, on serial lines and as transparent serial servers pass them on.</summary>
    Rtu,

    /// <summary>ASCII frames, each byte as two digits, on serial lines and as transparent serial servers pass them on.</summary>
    Ascii,
}
