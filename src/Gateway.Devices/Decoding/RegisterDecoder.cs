using System.Buffers.Binary;

namespace Gateway.Devices;

/// <summary>Turns bytes off the wire into numbers.</summary>
public static class RegisterDecoder
{
    private const int BitsPerByte = 8;
    private const int BitsPerRegister = 16;
    private const ulong LowBytes = 0x00FF_00FF_00FF_00FF;

    /// <summary>The value's bits, most significant byte first.</summary>
    /// <param name="registers">2, 4, 6 or 8 bytes as they came.</param>
    /// <param name="order">In which order they stand; for one register only the order within it matters.</param>
    public static ulong Bits(ReadOnlySpan<byte> registers, ByteOrder order)
    {
        var bits = registers.Length switch
        {
            2 => BinaryPrimitives.ReadUInt16BigEndian(registers),
            4 => BinaryPrimitives.ReadUInt32BigEndian(registers),
            6 => ((ulong)BinaryPrimitives.ReadUInt16BigEndian(registers) << 32) | BinaryPrimitives.ReadUInt32BigEndian(registers[2..]),
            8 => BinaryPrimitives.ReadUInt64BigEndian(registers),
            _ => throw new ArgumentOutOfRangeException(nameof(registers), registers.Length, "A value has 2, 4, 6 or 8 bytes."),
        };
        var unused = BitsPerByte * (sizeof(ulong) - registers.Length);
        return order switch
        {
            ByteOrder.Cdab => BinaryPrimitives.ReverseEndianness(SwapWithinRegisters(bits)) >> unused,
            ByteOrder.Badc => SwapWithinRegisters(bits),
            ByteOrder.Dcba => BinaryPrimitives.ReverseEndianness(bits) >> unused,
            _ => bits,
        };
    }

    /// <summary>The number that the bits stand for; NaN where a decimal code holds what is no decimal digit.</summary>
    public static double Number(ulong bits, PointType type) => unchecked(type switch
    {
        PointType.S16 => (short)bits,
        PointType.S32 => (int)bits,
        PointType.S64 => (long)bits,
        PointType.F32 => BitConverter.UInt32BitsToSingle((uint)bits),
        PointType.F64 => BitConverter.UInt64BitsToDouble(bits),
        PointType.Sm16 => SignMagnitude(bits, signBit: 15),
        PointType.Sm32 => SignMagnitude(bits, signBit: 31),
        PointType.Bcd16 or PointType.Bcd32 or PointType.Bcd64 => Digits(bits, type, bitsPerDigit: 4, largestDigit: 9),
        PointType.Mod10K32 or PointType.Mod10K48 or PointType.Mod10K64 => Digits(bits, type, bitsPerDigit: 16, largestDigit: 9999),
        _ => bits,
    });

    /// <summary>One bit of a reply with coils or discrete inputs: the first is the lowest of the first byte (V1.1b3, 6.1).</summary>
    public static ulong Bit(ReadOnlySpan<byte> bits, int index) => (ulong)(bits[index / 8] >> (index % 8)) & 1;

    private static ulong SwapWithinRegisters(ulong bits) => ((bits & LowBytes) << BitsPerByte) | ((bits >> BitsPerByte) & LowBytes);

    // A whole number has no -0, so a set sign bit alone is 0.
    private static double SignMagnitude(ulong bits, int signBit)
    {
        var magnitude = (long)(bits & ((1UL << signBit) - 1));
        return bits >> signBit == 0 ? magnitude : -magnitude;
    }

    // The bits as digits, the highest first, each of which counts from 0 to the largest.
    private static double Digits(ulong bits, PointType type, int bitsPerDigit, ulong largestDigit)
    {
        var number = 0UL;
        for (var shift = (type.Size * BitsPerRegister) - bitsPerDigit; shift >= 0; shift -= bitsPerDigit)
        {
            var digit = (bits >> shift) & ((1UL << bitsPerDigit) - 1);
            if (digit > largestDigit)
            {
                return double.NaN;
            }

            number = (number * (largestDigit + 1)) + digit;
        }

        return number;
    }
}
