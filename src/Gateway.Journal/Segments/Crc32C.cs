using System.Buffers.Binary;
using System.Numerics;

namespace Gateway.Journal;

/// <summary>CRC-32C (Castagnoli, RFC 3720 appendix B.4), a processor instruction on x64 and arm64.</summary>
internal static class Crc32C
{
    private const uint Start = 0xFFFF_FFFF;

    public static uint Compute(ReadOnlySpan<byte> bytes) => ~Append(Start, bytes);

    public static uint Compute(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => ~Append(Append(Start, first), second);

    /// <summary>Over four numbers and what follows them.</summary>
    public static uint Compute(ulong epoch, long segment, long seq, int length, ReadOnlySpan<byte> payload)
    {
        var crc = BitOperations.Crc32C(Start, epoch);
        crc = BitOperations.Crc32C(crc, (ulong)segment);
        crc = BitOperations.Crc32C(crc, (ulong)seq);
        crc = BitOperations.Crc32C(crc, (ulong)length);
        return ~Append(crc, payload);
    }

    private static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var last in bytes)
        {
            crc = BitOperations.Crc32C(crc, last);
        }

        return crc;
    }
}
