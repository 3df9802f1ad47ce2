namespace Gateway.Modbus;

/// <summary>How PDUs are wrapped on a TCP connection.</summary>
public enum ModbusFraming : byte
{
    /// <summary>Modbus TCP: the MBAP header.</summary>
    Mbap,

    /// <summary>RTU frames with address and checksum, as transparent serial servers pass them on.</summary>
    Rtu,
}
