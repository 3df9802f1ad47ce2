using System.Buffers.Binary;
using CsCheck;

namespace Gateway.Modbus.Tests;

/// <summary>Random requests and bytes.</summary>
internal static class ModbusGen
{
    public static readonly Gen<byte[]> Bytes = Gen.Byte.Array[0, 600];

    public static readonly Gen<ReadRequest> Request =
        from table in Gen.Enum<ModbusTable>()
        from unit in Gen.Byte[1, 247]
        from count in Gen.Int[1, new ReadRequest(0, table, 0, 1).MaxCount]
        from address in Gen.Int[0, 65536 - count]
        select new ReadRequest(unit, table, (ushort)address, (ushort)count);

    /// <summary>A request and the reply PDU of a device that holds random data.</summary>
    public static readonly Gen<(ReadRequest Request, byte[] Pdu)> Exchange =
        from request in Request
        from data in Gen.Byte.Array[request.ByteCount]
        select (request, (byte[])[(byte)request.Table, (byte)request.ByteCount, .. data]);

    /// <summary>The RTU frame around a PDU.</summary>
    public static byte[] Rtu(byte unit, params ReadOnlySpan<byte> pdu)
    {
        byte[] frame = [unit, .. pdu, 0, 0];
        RtuFrame.Seal(frame, frame.Length - RtuFrame.CrcLength);
        return frame;
    }

    /// <summary>The Modbus TCP frame around a PDU.</summary>
    public static byte[] Tcp(ushort transactionId, byte unit, params ReadOnlySpan<byte> pdu)
    {
        byte[] frame = [.. new byte[Mbap.HeaderLength], .. pdu];
        new Mbap(transactionId, unit, pdu.Length).Write(frame);
        return frame;
    }

    /// <summary>The ASCII frame around a PDU.</summary>
    public static byte[] Ascii(byte unit, params ReadOnlySpan<byte> pdu)
    {
        var frame = new byte[AsciiFrame.MaxLength];
        return frame[..AsciiFrame.Write(frame, unit, pdu)];
    }

    /// <summary>The frame around a reply's PDU, given the request as it was sent.</summary>
    public static byte[] Frame(ModbusFraming framing, byte[] sent, byte unit, byte[] pdu) => framing switch
    {
        ModbusFraming.Mbap => Tcp(BinaryPrimitives.ReadUInt16BigEndian(sent), unit, pdu),
        ModbusFraming.Rtu => Rtu(unit, pdu),
        _ => Ascii(unit, pdu),
    };
}
