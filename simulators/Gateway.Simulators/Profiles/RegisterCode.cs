namespace Gateway.Simulators.Profiles;

/// <summary>Turns a value into bits and bits into registers, as a device does: from the value outwards.</summary>
internal static class RegisterCode
{
    /// <summary>The raw bits nearest to a value, none of which says "not available".</summary>
    public static ulong Bits(SimulatedPoint point, double value)
    {
        var raw = (value - point.Offset) / point.Scale;
        var bits = BitsOf(point.Type, raw);
        for (var next = raw; point.NotAvailable.Contains(bits);)
        {
            next -= Math.Sign(next == 0 ? 1 : next);
            bits = BitsOf(point.Type, next);
        }

        return bits;
    }

    /// <summary>What raw bits stand for.</summary>
    public static double Value(SimulatedPoint point, ulong bits)
    {
        var shift = 64 - (16 * point.Type.Size);
        var raw = (point.Type.Coding, point.Type.Size) switch
        {
            (RegisterCoding.Float, 2) => BitConverter.UInt32BitsToSingle((uint)bits),
            (RegisterCoding.Float, _) => BitConverter.UInt64BitsToDouble(bits),
            (RegisterCoding.Signed, _) => (long)(bits << shift) >> shift,
            _ => (double)bits,
        };
        return (raw * point.Scale) + point.Offset;
    }

    /// <summary>Puts bits into registers, big-endian on the wire.</summary>
    /// <param name="point">Its size and order.</param>
    /// <param name="bits">The raw bits.</param>
    /// <param name="registers">Takes two bytes a register, in the order of the addresses.</param>
    public static void Write(SimulatedPoint point, ulong bits, Span<byte> registers)
    {
        var size = point.Type.Size;
        for (var register = 0; register < size; register++)
        {
            // The order's letters tell which word comes first, and within a word which byte.
            var lowWordFirst = point.Order is "CDAB" or "DCBA";
            var lowByteFirst = point.Order is "BADC" or "DCBA";
            var place = lowWordFirst ? register : size - 1 - register;
            var word = (ushort)(bits >> (16 * place));
            var (high, low) = ((byte)(word >> 8), (byte)word);
            registers[2 * register] = lowByteFirst ? low : high;
            registers[(2 * register) + 1] = lowByteFirst ? high : low;
        }
    }

    private static ulong BitsOf(RegisterType type, double raw)
    {
        if (type.Coding == RegisterCoding.Float)
        {
            return type.Size == 2 ? BitConverter.SingleToUInt32Bits((float)raw) : BitConverter.DoubleToUInt64Bits(raw);
        }

        var whole = (long)Math.Clamp(Math.Round(raw), type.Smallest, type.Largest);
        return type.Size == 4 ? unchecked((ulong)whole) : unchecked((ulong)whole) & ((1UL << (16 * type.Size)) - 1);
    }
}
