using System.Buffers.Binary;
using System.Net;

namespace Gateway.Modbus.Tests;

/// <summary>A device whose every register and bit says which one it is, so that a mix-up shows.</summary>
internal static class Registers
{
    /// <summary>The unit that is there.</summary>
    public const byte Unit = 17;

    /// <summary>From here on, addresses answer "illegal data address".</summary>
    public const ushort FirstMissing = 1000;

    public static IPEndPoint AnyPort => new(IPAddress.Loopback, 0);

    public static DnsEndPoint Dns(this IPEndPoint endPoint) => new(endPoint.Address.ToString(), endPoint.Port);

    public static bool HasUnit(byte unit) => unit == Unit;

    /// <summary>The value of a register: table in the high digit, address below.</summary>
    public static ushort Value(ModbusTable table, int address) => (ushort)(((int)table * 10_000) + address);

    /// <summary>The value of a bit: no period that divides 8, and the two tables differ.</summary>
    public static bool Bit(ModbusTable table, int address) => (address + (int)table) % 3 == 0;

    public static ModbusExceptionCode? Answer(ReadRequest request, Span<byte> destination)
    {
        if (request.Unit != Unit)
            return null;
        if (request.Address + request.Count > FirstMissing)
            return ModbusExceptionCode.IllegalDataAddress;
        Expected(request).CopyTo(destination);
        return ModbusExceptionCode.None;
    }

    /// <summary>The bytes that a right reply to the request carries.</summary>
    public static byte[] Expected(ReadRequest request)
    {
        var data = new byte[request.ByteCount];
        for (var index = 0; index < request.Count; index++)
        {
            if (request.Table is ModbusTable.HoldingRegister or ModbusTable.InputRegister)
                BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(2 * index), Value(request.Table, request.Address + index));
            else if (Bit(request.Table, request.Address + index))
                data[index / 8] |= (byte)(1 << (index % 8));
        }

        return data;
    }
}
