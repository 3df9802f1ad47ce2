using System.Buffers.Binary;

namespace Gateway.Journal;

/// <summary>The head of a segment; see <see cref="SegmentFormat"/>.</summary>
/// <param name="Epoch">The journal's.</param>
/// <param name="Number">The segment's, from 1.</param>
/// <param name="FirstSeq">The least sequence number that may stand here.</param>
/// <param name="PreviousEnd">One more than the last sequence number of the segment before.</param>
/// <param name="Preamble">The caller's.</param>
internal sealed record SegmentHeader(ulong Epoch, long Number, long FirstSeq, long PreviousEnd, ReadOnlyMemory<byte> Preamble)
{
    public int Length => SegmentFormat.HeaderLength + Preamble.Length;

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        SegmentFormat.Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), SegmentFormat.Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), Preamble.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), Number);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), FirstSeq);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(40), PreviousEnd);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(48), Crc32C.Compute(bytes.AsSpan(0, 48), Preamble.Span));
        Preamble.CopyTo(bytes.AsMemory(SegmentFormat.HeaderLength));
        return bytes;
    }

    /// <summary>The header of a file, or null where there is none of this format that checks.</summary>
    public static SegmentHeader? Read(IJournalFile file)
    {
        Span<byte> fixedPart = stackalloc byte[SegmentFormat.HeaderLength];
        if (file.ReadAt(0, fixedPart) < fixedPart.Length
            || !fixedPart.StartsWith(SegmentFormat.Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(fixedPart[8..]) != SegmentFormat.Version)
        {
            return null;
        }

        var preambleLength = BinaryPrimitives.ReadUInt32LittleEndian(fixedPart[12..]);
        var preamble = new byte[Math.Min(preambleLength, SegmentFormat.MaxPreambleLength)];
        if (preamble.Length < preambleLength
            || file.ReadAt(SegmentFormat.HeaderLength, preamble) < preamble.Length
            || BinaryPrimitives.ReadUInt32LittleEndian(fixedPart[48..]) != Crc32C.Compute(fixedPart[..48], preamble))
        {
            return null;
        }

        return new SegmentHeader(
            BinaryPrimitives.ReadUInt64LittleEndian(fixedPart[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(fixedPart[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(fixedPart[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(fixedPart[40..]),
            preamble);
    }
}
