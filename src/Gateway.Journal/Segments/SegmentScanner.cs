using System.Buffers.Binary;
using Gateway.Core;

namespace Gateway.Journal;

/// <summary>Walks the records of one segment in order and steps over damaged bytes between them.</summary>
/// <remarks>Reads in chunks. Payloads point into a chunk and stay valid, because a new chunk is a new array.</remarks>
/// <param name="file">The segment.</param>
/// <param name="header">Its head.</param>
/// <param name="onDamage">Told of bytes between two records that check as neither.</param>
internal sealed class SegmentScanner(IJournalFile file, SegmentHeader header, Action<DamagedBytes> onDamage)
{
    // Below the size from which arrays go to the large object heap.
    private const int ChunkLength = 64 << 10;
    private const int LeastRecordLength = SegmentFormat.RecordHeaderLength + 1;

    private byte[] chunk = [];
    private long chunkStart;

    /// <summary>From here on there are only zeros, where that is known: no record begins there.</summary>
    public long ZerosFrom { get; init; } = long.MaxValue;

    /// <summary>Where the next record is looked for: behind the last one that checked.</summary>
    public long Offset { get; private set; } = header.Length;

    /// <summary>One more than the last sequence number read.</summary>
    public long End { get; private set; } = header.FirstSeq;

    /// <summary>The next record that checks, before a byte and below a sequence number; false where there is none.</summary>
    /// <remarks>False with <see cref="Offset"/> short of the limit means that no record checks in between.</remarks>
    public bool TryNext(long limit, long endSeq, out ScannedRecord record)
    {
        record = default;
        if (Offset >= limit)
        {
            return false;
        }

        if (TryDecode(Offset, limit, endSeq, out record) || TryResync(Math.Min(limit, file.Length), endSeq, out record))
        {
            Offset = record.Offset + SegmentFormat.RecordHeaderLength + record.Payload.Length;
            End = record.Seq + 1;
            return true;
        }

        return false;
    }

    private bool TryResync(long limit, long endSeq, out ScannedRecord record)
    {
        for (var offset = Offset + 1; offset < ZerosFrom && offset + LeastRecordLength <= limit; offset++)
        {
            if (TryDecode(offset, limit, endSeq, out record))
            {
                onDamage(new DamagedBytes(Offset, offset - Offset, SeqRange.Between(End, record.Seq)));
                return true;
            }
        }

        record = default;
        return false;
    }

    private bool TryDecode(long offset, long limit, long endSeq, out ScannedRecord record)
    {
        record = default;
        if (offset + LeastRecordLength > limit || Peek(offset, SegmentFormat.RecordHeaderLength, limit) is not { IsEmpty: false } head)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(head.Span);
        var seq = BinaryPrimitives.ReadInt64LittleEndian(head.Span[8..]);
        if (length is < 1 or > SegmentFormat.MaxPayloadLength
            || seq < End || seq >= endSeq || seq - header.FirstSeq >= SegmentFormat.SeqSkip
            || offset + SegmentFormat.RecordHeaderLength + length > limit)
        {
            return false;
        }

        var crc = BinaryPrimitives.ReadUInt32LittleEndian(head.Span[4..]);
        var payload = Peek(offset + SegmentFormat.RecordHeaderLength, length, limit);
        if (payload.IsEmpty || crc != Crc32C.Compute(header.Epoch, header.Number, seq, length, payload.Span))
        {
            return false;
        }

        record = new ScannedRecord(offset, seq, payload);
        return true;
    }

    // Empty where the file is shorter than the limit says.
    private ReadOnlyMemory<byte> Peek(long offset, int count, long limit)
    {
        if (offset < chunkStart || offset + count > chunkStart + chunk.Length)
        {
            var fresh = new byte[Math.Min(Math.Max(count, ChunkLength), limit - offset)];
            var read = file.ReadAt(offset, fresh);
            chunk = read == fresh.Length ? fresh : fresh[..read];
            chunkStart = offset;
        }

        var start = (int)(offset - chunkStart);
        return start + count <= chunk.Length ? chunk.AsMemory(start, count) : ReadOnlyMemory<byte>.Empty;
    }
}

/// <summary>A record that checks.</summary>
internal readonly record struct ScannedRecord(long Offset, long Seq, ReadOnlyMemory<byte> Payload);

/// <summary>Bytes of a segment in which no record checks.</summary>
/// <param name="Offset">From the start of the file.</param>
/// <param name="Length">How many.</param>
/// <param name="Missing">The sequence numbers that may have stood there.</param>
internal readonly record struct DamagedBytes(long Offset, long Length, SeqRange Missing);
