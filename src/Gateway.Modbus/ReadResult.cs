namespace Gateway.Modbus;

/// <summary>How a read went.</summary>
/// <param name="Fault">What went wrong, if anything.</param>
/// <param name="Exception">The exception code when the fault is <see cref="ModbusFault.ExceptionReply"/>.</param>
public readonly record struct ReadResult(ModbusFault Fault, ModbusExceptionCode Exception)
{
    /// <summary>True when the data are in the caller's buffer.</summary>
    public bool IsSuccess => Fault == ModbusFault.None;

    /// <summary>The data are in the caller's buffer.</summary>
    public static ReadResult Success => default;

    /// <summary>The wire or the device failed.</summary>
    public static ReadResult Failed(ModbusFault fault) => new(fault, ModbusExceptionCode.None);

    /// <summary>The device answered with an exception.</summary>
    public static ReadResult Failed(ModbusExceptionCode code) => new(ModbusFault.ExceptionReply, code);
}

/// <summary>What can go wrong with a read.</summary>
public enum ModbusFault : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The device answered with an exception code.</summary>
    ExceptionReply,

    /// <summary>No complete answer in time.</summary>
    Timeout,

    /// <summary>Only answers whose checksum, length, unit, function or transaction id is not the request's.</summary>
    InvalidReply,

    /// <summary>The port or connection could not be opened, or broke.</summary>
    Disconnected,
}

/// <summary>Exception codes (Modbus Application Protocol V1.1b3, 7).</summary>
public enum ModbusExceptionCode : byte
{
    /// <summary>No exception.</summary>
    None = 0,

    /// <summary>01: the function is not allowed.</summary>
    IllegalFunction = 1,

    /// <summary>02: an address in the range does not exist.</summary>
    IllegalDataAddress = 2,

    /// <summary>03: the count is not allowed.</summary>
    IllegalDataValue = 3,

    /// <summary>04: the device failed while it carried the request out.</summary>
    ServerDeviceFailure = 4,

    /// <summary>05: accepted, will take long.</summary>
    Acknowledge = 5,

    /// <summary>06: busy, ask later.</summary>
    ServerDeviceBusy = 6,

    /// <summary>08: the device found its memory damaged.</summary>
    MemoryParityError = 8,

    /// <summary>0A: the gateway in between has no path to the device.</summary>
    GatewayPathUnavailable = 10,

    /// <summary>0B: the device behind the gateway in between does not answer.</summary>
    GatewayTargetFailedToRespond = 11,
}
