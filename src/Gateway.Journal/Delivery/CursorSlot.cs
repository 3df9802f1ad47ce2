using System.Buffers.Binary;

namespace Gateway.Journal;

/// <summary>One of the two slots of the cursor file; see <see cref="SegmentFormat"/>.</summary>
/// <param name="Generation">Rises with each write; its lowest bit is the slot.</param>
/// <param name="Epoch">The journal's.</param>
/// <param name="Position">The first sequence number not delivered.</param>
/// <param name="ClosedAt">The next sequence number when the journal was closed, 0 while it is open.</param>
internal readonly record struct CursorSlot(long Generation, ulong Epoch, long Position, long ClosedAt)
{
    public const int Length = 44;

    private const int ChecksumAt = 40;

    private static ReadOnlySpan<byte> Magic => "GWCU"u8;

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), SegmentFormat.Version);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), Generation);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), Position);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), ClosedAt);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ChecksumAt), Crc32C.Compute(bytes.AsSpan(0, ChecksumAt)));
        return bytes;
    }

    public static CursorSlot? Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Length
        && bytes.StartsWith(Magic)
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) == SegmentFormat.Version
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]) == Crc32C.Compute(bytes[..ChecksumAt])
            ? new CursorSlot(
                BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]))
            : null;
}
