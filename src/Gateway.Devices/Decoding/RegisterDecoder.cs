namespace Gateway.Devices;

/// <summary>Turns bytes off the wire into numbers.</summary>
public static class RegisterDecoder
{
    /// <summary>The value's bits, most significant byte first.</summary>
    /// <param name="registers">2, 4 or 8 bytes as they came.</param>
    /// <param name="order">In which order they stand; for one register only the order within it matters.</param>
    public static ulong Bits(ReadOnlySpan<byte> registers, ByteOrder order)
    {
        var bits = 0UL;
        for (var i = 0; i < registers.Length; i++)
        {
            bits = (bits << 8) | registers[Source(i, registers.Length, order)];
        }

        return bits;
    }

    /// <summary>The number that the bits stand for.</summary>
    public static double Number(ulong bits, PointType type) => unchecked(type switch
    {
        PointType.S16 => (short)bits,
        PointType.S32 => (int)bits,
        PointType.S64 => (long)bits,
        PointType.F32 => BitConverter.UInt32BitsToSingle((uint)bits),
        PointType.F64 => BitConverter.UInt64BitsToDouble(bits),
        _ => bits,
    });

    /// <summary>One bit of a reply with coils or discrete inputs: the first is the lowest of the first byte (V1.1b3, 6.1).</summary>
    public static ulong Bit(ReadOnlySpan<byte> bits, int index) => (ulong)(bits[index / 8] >> (index % 8)) & 1;

    // Where the byte of significance i, 0 being the highest, stands among the bytes received.
    private static int Source(int i, int length, ByteOrder order) => order switch
    {
        ByteOrder.Cdab => length - 2 - (i & ~1) + (i & 1),
        ByteOrder.Badc => i ^ 1,
        ByteOrder.Dcba => length - 1 - i,
        _ => i,
    };
}
