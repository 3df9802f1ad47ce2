using System.Buffers.Binary;

namespace Gateway.Modbus;

// Modbus over Serial Line V1.02, 2.5.1.1 (RTU):
//
//   | address 1 | PDU 1..253 | CRC low 1 | CRC high 1 |     4..256 bytes
//
// There is no length field and no request number: a frame ends with 3.5 characters of silence.

/// <summary>The RTU frame around a PDU.</summary>
public static class RtuFrame
{
    /// <summary>Bytes of the unit address before the PDU.</summary>
    public const int HeaderLength = 1;

    /// <summary>Bytes of the checksum behind the PDU.</summary>
    public const int CrcLength = 2;

    /// <summary>Shortest frame: address, function, checksum.</summary>
    public const int MinLength = 4;

    /// <summary>Longest frame.</summary>
    public const int MaxLength = 256;

    /// <summary>Length of the frame that asks for a read.</summary>
    public const int RequestLength = HeaderLength + ReadPdu.RequestLength + CrcLength;

    /// <summary>Length of an exception reply.</summary>
    public const int ExceptionLength = HeaderLength + ReadPdu.ExceptionLength + CrcLength;

    /// <summary>The unit of the broadcast, which nobody answers.</summary>
    public const byte Broadcast = 0;

    /// <summary>Length of a correct reply to the request.</summary>
    public static int ReplyLength(ReadRequest request) => HeaderLength + ReadPdu.ReplyLength(request) + CrcLength;

    /// <summary>Writes the frame that asks for a read.</summary>
    /// <returns>Bytes written: <see cref="RequestLength"/>.</returns>
    public static int WriteRequest(Span<byte> destination, ReadRequest request)
    {
        destination[0] = request.Unit;
        return Seal(destination, HeaderLength + ReadPdu.WriteRequest(destination[HeaderLength..], request));
    }

    /// <summary>Puts the checksum behind the first <paramref name="length"/> bytes (address and PDU).</summary>
    /// <returns>Length of the whole frame.</returns>
    public static int Seal(Span<byte> frame, int length)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(frame[length..], Crc16.Compute(frame[..length]));
        return length + CrcLength;
    }

    /// <summary>True when the bytes are as long as a frame can be and their checksum is right.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> frame) =>
        frame.Length is >= MinLength and <= MaxLength
        && BinaryPrimitives.ReadUInt16LittleEndian(frame[^CrcLength..]) == Crc16.Compute(frame[..^CrcLength]);

    /// <summary>The PDU inside a frame.</summary>
    public static ReadOnlySpan<byte> Pdu(ReadOnlySpan<byte> frame) => frame[HeaderLength..^CrcLength];
}
