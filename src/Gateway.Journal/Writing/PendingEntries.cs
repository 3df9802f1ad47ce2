using System.Buffers.Binary;

namespace Gateway.Journal;

/// <summary>Entries that wait for their commit, already in the form of the disk except for the checksums, which need the segment.</summary>
internal sealed class PendingEntries
{
    private const int InitialLength = 64 << 10;
    private const int KeptLength = 1 << 20;

    private byte[] buffer = new byte[InitialLength];

    public int Length { get; private set; }

    public int Count { get; private set; }

    public bool HasRoomFor(int payloadLength) =>
        Length + SegmentFormat.RecordHeaderLength + payloadLength <= SegmentFormat.MaxPendingBytes;

    public void Add(long seq, ReadOnlySpan<byte> payload)
    {
        var end = Length + SegmentFormat.RecordHeaderLength + payload.Length;
        if (end > buffer.Length)
        {
            Array.Resize(ref buffer, Math.Max(end, buffer.Length * 2));
        }

        var record = buffer.AsSpan(Length..end);
        BinaryPrimitives.WriteInt32LittleEndian(record, payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(record[8..], seq);
        payload.CopyTo(record[SegmentFormat.RecordHeaderLength..]);
        Length = end;
        Count++;
    }

    /// <summary>All records with the checksums that they have in that segment.</summary>
    public ReadOnlySpan<byte> Seal(ulong epoch, long segment)
    {
        var rest = buffer.AsSpan(0, Length);
        while (!rest.IsEmpty)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            var seq = BinaryPrimitives.ReadInt64LittleEndian(rest[8..]);
            var payload = rest.Slice(SegmentFormat.RecordHeaderLength, length);
            BinaryPrimitives.WriteUInt32LittleEndian(rest[4..], Crc32C.Compute(epoch, segment, seq, length, payload));
            rest = rest[(SegmentFormat.RecordHeaderLength + length)..];
        }

        return buffer.AsSpan(0, Length);
    }

    public void Clear()
    {
        Length = 0;
        Count = 0;
        if (buffer.Length > KeptLength)
        {
            buffer = new byte[InitialLength];
        }
    }
}
