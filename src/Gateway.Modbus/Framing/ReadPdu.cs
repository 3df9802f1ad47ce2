using System.Buffers.Binary;

namespace Gateway.Modbus;

// Modbus Application Protocol V1.1b3, 6.1 to 6.4 and 7, all numbers high byte first:
//
//   request    | function 1 = 01..04 | start 2 | count 2 |
//   reply      | function 1 | byte count 1 | data, 2 a register or 8 bits a byte |
//   exception  | function + 0x80 1 | code 1 |

/// <summary>The protocol data unit of a read, the same on every kind of link.</summary>
public static class ReadPdu
{
    /// <summary>Length of a request.</summary>
    public const int RequestLength = 5;

    /// <summary>Length of an exception reply.</summary>
    public const int ExceptionLength = 2;

    /// <summary>Longest PDU (V1.1b3, 4.1).</summary>
    public const int MaxLength = 253;

    internal const byte ExceptionFlag = 0x80;

    /// <summary>Length of a correct reply to the request.</summary>
    public static int ReplyLength(ReadRequest request) => 2 + request.ByteCount;

    /// <summary>Writes a request.</summary>
    /// <returns>Bytes written: <see cref="RequestLength"/>.</returns>
    public static int WriteRequest(Span<byte> destination, ReadRequest request)
    {
        destination[0] = (byte)request.Table;
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], request.Address);
        BinaryPrimitives.WriteUInt16BigEndian(destination[3..], request.Count);
        return RequestLength;
    }

    /// <summary>Judges a reply and, when it is the one asked for, copies its data.</summary>
    /// <param name="pdu">What was received; any bytes.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="destination">At least <see cref="ReadRequest.ByteCount"/> bytes; untouched on a fault.</param>
    public static ReadResult ParseReply(ReadOnlySpan<byte> pdu, ReadRequest request, Span<byte> destination)
    {
        if (pdu.Length == ExceptionLength && pdu[0] == ((byte)request.Table | ExceptionFlag) && pdu[1] != 0)
            return ReadResult.Failed((ModbusExceptionCode)pdu[1]);

        if (pdu.Length != ReplyLength(request) || pdu[0] != (byte)request.Table || pdu[1] != request.ByteCount)
            return ReadResult.Failed(ModbusFault.InvalidReply);

        pdu[2..].CopyTo(destination);
        return ReadResult.Success;
    }

    /// <summary>Writes an exception reply.</summary>
    /// <returns>Bytes written: <see cref="ExceptionLength"/>.</returns>
    public static int WriteException(Span<byte> destination, byte function, ModbusExceptionCode code)
    {
        destination[0] = (byte)(function | ExceptionFlag);
        destination[1] = (byte)code;
        return ExceptionLength;
    }

    /// <summary>Reads a request as a server gets it.</summary>
    /// <returns><see cref="ModbusExceptionCode.None"/>, or the exception that the specification's state diagrams ask for.</returns>
    public static ModbusExceptionCode ParseRequest(ReadOnlySpan<byte> pdu, byte unit, out ReadRequest request)
    {
        request = default;
        if (pdu.IsEmpty || pdu[0] is < (byte)ModbusTable.Coil or > (byte)ModbusTable.InputRegister)
            return ModbusExceptionCode.IllegalFunction;
        if (pdu.Length != RequestLength)
            return ModbusExceptionCode.IllegalDataValue;

        var address = BinaryPrimitives.ReadUInt16BigEndian(pdu[1..]);
        request = new ReadRequest(unit, (ModbusTable)pdu[0], address, BinaryPrimitives.ReadUInt16BigEndian(pdu[3..]));
        if (request.Count < 1 || request.Count > request.MaxCount)
            return ModbusExceptionCode.IllegalDataValue;
        return request.IsValid ? ModbusExceptionCode.None : ModbusExceptionCode.IllegalDataAddress;
    }
}
