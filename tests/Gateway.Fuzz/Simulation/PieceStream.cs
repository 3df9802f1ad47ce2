namespace Gateway.Fuzz;

/// <summary>A server's stream: gives piece after piece, letting time pass before some, then ends; keeps what is written.</summary>
internal sealed class PieceStream(byte[][] pieces, Action<int> beforePiece) : Stream
{
    private readonly MemoryStream written = new();
    private int next;
    private int position;

    public byte[] Written => written.ToArray();

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (next == pieces.Length)
            return 0;
        if (position == 0)
            beforePiece(next);
        var rest = pieces[next].AsSpan(position);
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        position += count;
        if (position == pieces[next].Length)
            (next, position) = (next + 1, 0);
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        written.Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Write(byte[] buffer, int offset, int count) => written.Write(buffer, offset, count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
