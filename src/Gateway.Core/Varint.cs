using System.Buffers;

namespace Gateway.Core;

/// <summary>Whole numbers in 1 to 10 bytes, seven bits a byte, the lowest first; the top bit says that more follow.</summary>
internal static class Varint
{
    private const int LongestBytes = 10;

    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    public static void Write(IBufferWriter<byte> output, ulong value)
    {
        var span = output.GetSpan(LongestBytes);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[length++] = (byte)(value | 0x80);
        }

        span[length++] = (byte)value;
        output.Advance(length);
    }

    /// <summary>Takes one from the front of <paramref name="input"/>.</summary>
    /// <exception cref="FormatException">It does not end.</exception>
    public static ulong Read(ref ReadOnlySpan<byte> input)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(ref input, 1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("A number in the tick does not end.");
    }

    /// <summary>Takes a count; a damaged one must not make us allocate gigabytes.</summary>
    /// <exception cref="FormatException">It is more than <paramref name="largest"/>.</exception>
    public static int ReadCount(ref ReadOnlySpan<byte> input, int largest)
    {
        var count = Read(ref input);
        return count <= (ulong)largest ? (int)count : throw new FormatException($"A count of {count} cannot be right in a tick.");
    }

    /// <summary>Takes so many bytes from the front of <paramref name="input"/>.</summary>
    /// <exception cref="FormatException">There are fewer.</exception>
    public static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> input, int length)
    {
        if (input.Length < length)
        {
            throw new FormatException($"The tick ends {length - input.Length} bytes early.");
        }

        var taken = input[..length];
        input = input[length..];
        return taken;
    }
}
