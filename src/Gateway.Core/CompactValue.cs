using System.Buffers;
using System.Buffers.Binary;

namespace Gateway.Core;

/// <summary>
/// A value in as few bytes as bring it back bit for bit. Most are a register's whole number times a power of ten, or came as a
/// 32-bit float, so they take one to four bytes instead of eight.
/// </summary>
/// <remarks>
/// The form, 0 to 7, is kept by the caller: 0 to 4 is the zigzag varint <c>m</c> of the value <c>m / 10^form</c>; 5 a 32-bit float,
/// 6 a 64-bit one, both little-endian; 7 is no number, of the one bit pattern that .NET gives it, and takes no byte.
/// </remarks>
internal static class CompactValue
{
    private const int Single = 5;
    private const int Double = 6;
    private const int NoNumber = 7;

    // What takes more bytes as a decimal than as a 32-bit float is tried as one first.
    private const long FewDigits = 1 << 27;
    private const long ManyDigits = 1L << 48;

    private static readonly long NoNumberBits = BitConverter.DoubleToInt64Bits(double.NaN);

    private static ReadOnlySpan<double> PowersOfTen => [1, 10, 100, 1000, 10_000];

    /// <summary>The form that suits a value, and its decimal <c>m</c> where that is the form.</summary>
    public static (int Form, long Decimal) FormOf(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        if (bits == NoNumberBits)
        {
            return (NoNumber, 0);
        }

        var found = FindDecimal(value, bits);
        if (found is { } few && Math.Abs(few.Decimal) < FewDigits)
        {
            return few;
        }

        return BitConverter.DoubleToInt64Bits((float)value) == bits ? (Single, 0) : found ?? (Double, 0);
    }

    public static void Write(IBufferWriter<byte> output, double value, int form, long asDecimal)
    {
        switch (form)
        {
            case NoNumber:
                break;
            case Double:
                BinaryPrimitives.WriteDoubleLittleEndian(output.GetSpan(sizeof(double)), value);
                output.Advance(sizeof(double));
                break;
            case Single:
                BinaryPrimitives.WriteSingleLittleEndian(output.GetSpan(sizeof(float)), (float)value);
                output.Advance(sizeof(float));
                break;
            default:
                Varint.Write(output, Varint.ZigZag(asDecimal));
                break;
        }
    }

    public static double Read(ref ReadOnlySpan<byte> input, int form) => form switch
    {
        NoNumber => double.NaN,
        Double => BinaryPrimitives.ReadDoubleLittleEndian(Varint.Take(ref input, sizeof(double))),
        Single => BinaryPrimitives.ReadSingleLittleEndian(Varint.Take(ref input, sizeof(float))),
        _ => Varint.UnZigZag(Varint.Read(ref input)) / PowersOfTen[form],
    };

    // The negative zero and what is not finite come back with other bits, so they find no decimal.
    private static (int Form, long Decimal)? FindDecimal(double value, long bits)
    {
        for (var form = 0; form < PowersOfTen.Length; form++)
        {
            var scaled = Math.Round(value * PowersOfTen[form]);
            if (!(Math.Abs(scaled) < ManyDigits))
            {
                return null;
            }

            if (BitConverter.DoubleToInt64Bits((long)scaled / PowersOfTen[form]) == bits)
            {
                return (form, (long)scaled);
            }
        }

        return null;
    }
}
