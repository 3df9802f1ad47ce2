using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Simulators.Serving;

/// <summary>The master side of a pseudo-terminal: reads from what its thread received, writes straight to the kernel.</summary>
[SupportedOSPlatform("linux")]
internal sealed class PseudoTerminalStream(SafeFileHandle master, Stream received) : Stream
{
    private volatile bool disposed;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await received.ReadAsync(buffer, cancellationToken);
        }
        catch (InvalidOperationException) when (disposed)
        {
            // What a pipe says of a read that begins just after it was disposed of.
            throw new ObjectDisposedException(nameof(PseudoTerminalStream));
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => received.Read(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty && PosixTerminal.Write(master, buffer, (nuint)buffer.Length) is > 0 and var written)
        {
            buffer = buffer[(int)written..];
        }
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        disposed = true;
        if (disposing)
        {
            received.Dispose();
        }

        base.Dispose(disposing);
    }
}
