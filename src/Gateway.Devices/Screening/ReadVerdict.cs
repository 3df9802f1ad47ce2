using Gateway.Core;
using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>What the outcome of a read means for the points it was to bring.</summary>
public static class ReadVerdict
{
    /// <summary>The quality of the points of a read.</summary>
    public static Quality QualityOf(in ReadResult result) => result.Fault switch
    {
        ModbusFault.None => Quality.Good,
        ModbusFault.ExceptionReply => Quality.ExceptionReply,
        ModbusFault.Timeout => Quality.Timeout,
        ModbusFault.InvalidReply => Quality.InvalidReply,
        ModbusFault.Disconnected => Quality.Disconnected,
        _ => throw new ArgumentOutOfRangeException(nameof(result), result.Fault, "No such fault."),
    };

    /// <summary>True when the device did not answer at all, so that asking it for more would only cost further timeouts.</summary>
    public static bool IsSilence(in ReadResult result) =>
        result.Fault is ModbusFault.Timeout or ModbusFault.Disconnected
        || result.Exception is ModbusExceptionCode.GatewayPathUnavailable or ModbusExceptionCode.GatewayTargetFailedToRespond;

    /// <summary>True when the device answered that it does not have the function or an address, or not that many.</summary>
    public static bool IsRefusal(in ReadResult result) => result.Exception
        is ModbusExceptionCode.IllegalFunction or ModbusExceptionCode.IllegalDataAddress or ModbusExceptionCode.IllegalDataValue;

    /// <summary>The failure in words.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="result">How it went.</param>
    /// <param name="openFailure">Why the link could not be opened, where the client knows.</param>
    public static string Describe(in ReadRequest request, in ReadResult result, string? openFailure = null)
    {
        var what = $"reading {request.Count} from {request.Table} {request.Address} of unit {request.Unit}";
        return result.Fault switch
        {
            ModbusFault.ExceptionReply => $"{what}: the device answered exception {(int)result.Exception:X2} ({result.Exception})",
            ModbusFault.Timeout => $"{what}: no answer in time; check power, wiring, unit and line settings",
            ModbusFault.InvalidReply => $"{what}: the answer was damaged or another; check wiring, termination and line settings",
            ModbusFault.Disconnected when openFailure is not null => $"{what}: {openFailure}",
            ModbusFault.Disconnected => $"{what}: the link could not be opened or broke; check address, port and cable",
            _ => $"{what}: done",
        };
    }
}
