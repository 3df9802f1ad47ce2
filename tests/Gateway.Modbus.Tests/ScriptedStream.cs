namespace Gateway.Modbus.Tests;

/// <summary>A stream that gives one chunk a read, doing first what the script says, then ends; and keeps what is written.</summary>
internal sealed class ScriptedStream(params IEnumerable<Func<byte[]>> script) : Stream
{
    private readonly Queue<Func<byte[]>> script = new(script);
    private readonly MemoryStream written = new();

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

    /// <summary>A script that gives the bytes in pieces.</summary>
    public static ScriptedStream Of(byte[] bytes, int piece = int.MaxValue) =>
        new(bytes.Chunk(piece).Select(part => (Func<byte[]>)(() => part)));

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (!script.TryDequeue(out var step))
            return 0;
        var bytes = step();
        if (bytes.Length <= count)
        {
            bytes.CopyTo(buffer, offset);
            return bytes.Length;
        }

        // More than there is room for: the rest comes with the next read.
        var rest = script.ToArray();
        script.Clear();
        script.Enqueue(() => bytes[count..]);
        foreach (var later in rest)
            script.Enqueue(later);
        bytes.AsSpan(0, count).CopyTo(buffer.AsSpan(offset));
        return count;
    }

    public override void Write(byte[] buffer, int offset, int count) => written.Write(buffer, offset, count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        written.Dispose();
        base.Dispose(disposing);
    }
}
