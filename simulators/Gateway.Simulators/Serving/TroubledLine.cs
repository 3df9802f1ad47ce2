using System.Runtime.Versioning;

namespace Gateway.Simulators.Serving;

/// <summary>
/// A serial line that does to a reply what the devices' faults ask for. A line has one conversation at a time: what the device said of
/// its reply's way holds for the next frame that is written.
/// </summary>
/// <param name="line">The line.</param>
[SupportedOSPlatform("linux")]
internal sealed class TroubledLine(Stream line) : Stream
{
    private WireTrouble next;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Says what is wrong with the way of the reply that is written next.</summary>
    public void Trouble(WireTrouble trouble) => next = trouble;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        line.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        line.ReadAsync(buffer, offset, count, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var trouble = next;
        next = default;
        if (trouble == default)
        {
            await line.WriteAsync(buffer, cancellationToken);
            return;
        }

        var frame = buffer.ToArray();
        if (trouble.Unit is { } unit)
        {
            frame[0] = unit;
            Seal(frame);
        }

        if (trouble.BreaksChecksum)
        {
            frame[^1] ^= 0xFF;
        }

        await Task.Delay(trouble.Delay, TimeProvider.System, cancellationToken);
        await line.WriteAsync(frame, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => line.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => line.Write(buffer, offset, count);

    public override void Flush() => line.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            line.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Writes the checksum over the rest of the frame behind it: CRC-16 with the polynomial A001, low byte first.</summary>
    private static void Seal(Span<byte> frame)
    {
        var crc = 0xFFFF;
        foreach (var octet in frame[..^2])
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1;
            }
        }

        (frame[^2], frame[^1]) = ((byte)crc, (byte)(crc >> 8));
    }
}
