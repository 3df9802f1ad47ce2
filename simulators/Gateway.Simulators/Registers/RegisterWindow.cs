using System.Buffers.Binary;
using Gateway.Modbus;

namespace Gateway.Simulators.Registers;

/// <summary>
/// The registers a request asked for. A device offers it every value it has; those whose registers lie within are written, and the
/// window counts them, so that a register which nothing filled shows as an address that does not exist.
/// </summary>
internal ref struct RegisterWindow(ReadRequest request, Span<byte> destination, ValueChange? change = null)
{
    private readonly ValueChange? change = change;
    private readonly ReadRequest request = request;
    private readonly Span<byte> destination = destination;
    private int filled;

    /// <summary>No exception when every register of the request was offered, else exception 02.</summary>
    public readonly ModbusExceptionCode Verdict =>
        filled == request.Count ? ModbusExceptionCode.None : ModbusExceptionCode.IllegalDataAddress;

    /// <summary>True when the request asks for any of these registers; spares the work for values nobody asked for.</summary>
    public readonly bool Touches(int first, int end) => request.Address < end && request.Address + request.Count > first;

    /// <summary>Offers one register.</summary>
    public void U16(int address, ushort value)
    {
        var offset = address - request.Address;
        if (offset >= 0 && offset < request.Count)
        {
            BinaryPrimitives.WriteUInt16BigEndian(destination[(offset * 2)..], value);
            filled++;
        }
    }

    /// <summary>Offers a signed register.</summary>
    public void S16(int address, double value) =>
        U16(address, unchecked((ushort)(short)Math.Clamp(Math.Round(Shown(address, 1, value)), short.MinValue, short.MaxValue)));

    /// <summary>Offers two registers with a 32-bit float, the high word at the lower address (ABCD).</summary>
    public void F32HighFirst(int address, double value)
    {
        var bits = BitConverter.SingleToUInt32Bits((float)Shown(address, 2, value));
        U16(address, (ushort)(bits >> 16));
        U16(address + 1, (ushort)bits);
    }

    /// <summary>Offers two registers with a signed 32-bit number, the low word at the lower address (CDAB).</summary>
    public void S32LowFirst(int address, double value)
    {
        var bits = unchecked((uint)(int)Math.Clamp(Math.Round(Shown(address, 2, value)), int.MinValue, int.MaxValue));
        U16(address, (ushort)bits);
        U16(address + 1, (ushort)(bits >> 16));
    }

    private readonly double Shown(int address, int count, double value) =>
        change is not null && Touches(address, address + count) ? change(address, value) : value;
}
