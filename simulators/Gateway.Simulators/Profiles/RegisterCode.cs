namespace Gateway.Simulators.Profiles;

/// <summary>Turns numbers into bits and bits into registers, as a device does, and back.</summary>
internal static class RegisterCode
{
    /// <summary>The raw bits nearest to a value, none of which says "not available"; of a field, in the field's place.</summary>
    public static ulong Bits(SimulatedPoint point, double value)
    {
        var raw = Math.Clamp((value - point.Offset) / point.Scale, point.SmallestRaw, point.LargestRaw);
        var bits = InPlace(point, raw);
        for (var next = Math.Round(raw); point.NotAvailable.Contains(bits);)
        {
            next -= next > point.SmallestRaw ? 1 : -1;
            bits = InPlace(point, next);
        }

        return bits;
    }

    /// <summary>What the raw bits of a point's registers stand for.</summary>
    public static double Value(SimulatedPoint point, ulong bits)
    {
        var raw = point.Field is var (low, high)
            ? (bits >> low) & ((1UL << (high - low + 1)) - 1)
            : Decode(point.Type, bits);
        return (raw * point.Scale) + point.Offset;
    }

    /// <summary>The bits of a raw number.</summary>
    public static ulong Encode(RegisterType type, double raw)
    {
        if (type.Coding == RegisterCoding.Float)
        {
            return type.Size == 2 ? BitConverter.SingleToUInt32Bits((float)raw) : BitConverter.DoubleToUInt64Bits(raw);
        }

        var whole = (long)Math.Clamp(Math.Round(raw), type.Smallest, type.Largest);
        return type.Coding switch
        {
            RegisterCoding.SignMagnitude => whole < 0 ? (ulong)-whole | (1UL << ((16 * type.Size) - 1)) : (ulong)whole,
            RegisterCoding.Decimal => Digits(whole, 10, 4),
            RegisterCoding.TenThousands => Digits(whole, 10_000, 16),
            _ => type.Size == 4 ? unchecked((ulong)whole) : unchecked((ulong)whole) & ((1UL << (16 * type.Size)) - 1),
        };
    }

    /// <summary>The raw number of some bits.</summary>
    public static double Decode(RegisterType type, ulong bits)
    {
        var unused = 64 - (16 * type.Size);
        return (type.Coding, type.Size) switch
        {
            (RegisterCoding.Float, 2) => BitConverter.UInt32BitsToSingle((uint)bits),
            (RegisterCoding.Float, _) => BitConverter.UInt64BitsToDouble(bits),
            (RegisterCoding.Signed, _) => (long)(bits << unused) >> unused,
            (RegisterCoding.SignMagnitude, _) => (bits << unused) >> 63 == 0
                ? bits
                : -(double)(bits & ((1UL << ((16 * type.Size) - 1)) - 1)),
            (RegisterCoding.Decimal, _) => Number(bits, 10, 4),
            (RegisterCoding.TenThousands, _) => Number(bits, 10_000, 16),
            _ => bits,
        };
    }

    /// <summary>Puts bits into registers, big-endian on the wire.</summary>
    /// <param name="bits">The raw bits.</param>
    /// <param name="size">How many registers.</param>
    /// <param name="order">ABCD, CDAB, BADC or DCBA.</param>
    /// <param name="registers">Takes two bytes a register, in the order of the addresses.</param>
    public static void Write(ulong bits, int size, string order, Span<byte> registers)
    {
        for (var register = 0; register < size; register++)
        {
            var word = (ushort)(bits >> (16 * PlaceOf(register, size, order)));
            var (high, low) = ((byte)(word >> 8), (byte)word);
            registers[2 * register] = IsLowByteFirst(order) ? low : high;
            registers[(2 * register) + 1] = IsLowByteFirst(order) ? high : low;
        }
    }

    /// <summary>Takes bits out of registers.</summary>
    public static ulong Read(ReadOnlySpan<byte> registers, int size, string order)
    {
        var bits = 0UL;
        for (var register = 0; register < size; register++)
        {
            var (first, second) = (registers[2 * register], registers[(2 * register) + 1]);
            var word = IsLowByteFirst(order) ? (second << 8) | first : (first << 8) | second;
            bits |= (ulong)word << (16 * PlaceOf(register, size, order));
        }

        return bits;
    }

    // The order's letters tell which word comes first, and within a word which byte.
    private static int PlaceOf(int register, int size, string order) => order is "CDAB" or "DCBA" ? register : size - 1 - register;

    private static bool IsLowByteFirst(string order) => order is "BADC" or "DCBA";

    private static ulong InPlace(SimulatedPoint point, double raw) =>
        point.Field is var (low, _) ? (ulong)Math.Round(raw) << low : Encode(point.Type, raw);

    private static ulong Digits(long whole, int numberBase, int bitsPerDigit)
    {
        var bits = 0UL;
        for (var shift = 0; whole > 0; whole /= numberBase, shift += bitsPerDigit)
        {
            bits |= (ulong)(whole % numberBase) << shift;
        }

        return bits;
    }

    private static double Number(ulong bits, int numberBase, int bitsPerDigit)
    {
        var number = 0.0;
        for (var (rest, weight) = (bits, 1.0); rest > 0; rest >>= bitsPerDigit, weight *= numberBase)
        {
            number += (rest & ((1UL << bitsPerDigit) - 1)) * weight;
        }

        return number;
    }
}
