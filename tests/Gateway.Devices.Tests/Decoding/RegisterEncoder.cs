using CsCheck;

namespace Gateway.Devices.Tests;

/// <summary>Numbers as devices send them, written from the types' definitions and not from the decoder.</summary>
internal static class RegisterEncoder
{
    private const double LargestWhole = 9_007_199_254_740_991;

    public static Gen<PointType> AnyType { get; } = Gen.Enum<PointType>().Where(type => type != PointType.Bool);

    public static double LargestOf(PointType type) => type switch
    {
        PointType.U16 or PointType.Bits16 => 65535,
        PointType.S16 or PointType.Sm16 => 32767,
        PointType.U32 or PointType.Bits32 => 4294967295,
        PointType.S32 or PointType.Sm32 => 2147483647,
        PointType.F32 => 16777215,
        PointType.Bcd16 => 9999,
        PointType.Bcd32 or PointType.Mod10K32 => 99999999,
        PointType.Mod10K48 => 999999999999,
        _ => LargestWhole,
    };

    public static bool IsSigned(PointType type) =>
        type is PointType.S16 or PointType.S32 or PointType.S64 or PointType.F32 or PointType.F64 or PointType.Sm16 or PointType.Sm32;

    /// <summary>The bytes in the order ABCD.</summary>
    public static byte[] Encode(double number, PointType type)
    {
        var length = type.Size * 2;
        var digits = Math.Abs(number).ToString("F0", System.Globalization.CultureInfo.InvariantCulture);
        return type switch
        {
            PointType.F32 => Convert.FromHexString(BitConverter.SingleToUInt32Bits((float)number).ToString("X8", null)),
            PointType.F64 => Convert.FromHexString(BitConverter.DoubleToUInt64Bits(number).ToString("X16", null)),
            PointType.Sm16 or PointType.Sm32 => SignMagnitude(number, length),
            PointType.Bcd16 or PointType.Bcd32 or PointType.Bcd64 => Convert.FromHexString(digits.PadLeft(2 * length, '0')),
            PointType.Mod10K32 or PointType.Mod10K48 or PointType.Mod10K64 =>
                [.. digits.PadLeft(2 * length, '0').Chunk(4).SelectMany(four => Whole(int.Parse(four, null), 2))],
            _ => Whole((long)number, length),
        };
    }

    /// <summary>As the manuals' letters say, word by word.</summary>
    public static byte[] OnWire(byte[] abcd, ByteOrder order)
    {
        var words = abcd.Chunk(2);
        words = order is ByteOrder.Cdab or ByteOrder.Dcba ? words.Reverse() : words;
        return [.. order is ByteOrder.Badc or ByteOrder.Dcba ? words.SelectMany(word => word.Reverse()) : words.SelectMany(word => word)];
    }

    private static byte[] Whole(long number, int length) => [.. BitConverter.GetBytes(number).Reverse().TakeLast(length)];

    private static byte[] SignMagnitude(double number, int length)
    {
        var bytes = Whole((long)Math.Abs(number), length);
        bytes[0] |= (byte)(number < 0 ? 0x80 : 0);
        return bytes;
    }
}
