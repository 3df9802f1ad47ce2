namespace Gateway.Modbus;

/// <summary>The server's side of an ASCII line. Finds its way back after garbage, and never answers a broadcast.</summary>
internal sealed class AsciiSession(Stream stream, Predicate<byte> hasUnit, ReadHandler handler, TimeProvider time)
{
    private readonly byte[] received = new byte[2 * AsciiFrame.MaxLength];
    private readonly byte[] content = new byte[AsciiFrame.MaxContentLength];
    private readonly byte[] pdu = new byte[ReadPdu.MaxLength];
    private readonly byte[] reply = new byte[AsciiFrame.MaxLength];
    private long lastByte = time.GetTimestamp();
    private int count;

    /// <summary>Answers until the stream ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await stream.ReadAsync(this.received.AsMemory(count), cancellationToken) is > 0 and var received)
        {
            Append(received);
            while (TakeFrame(out var replyLength))
            {
                if (replyLength > 0)
                    await stream.WriteAsync(reply.AsMemory(0, replyLength), cancellationToken);
            }

            // Full, and no frame in it: only its newer half can still begin one.
            if (count == this.received.Length)
                Drop(AsciiFrame.MaxLength);
        }
    }

    private void Append(int received)
    {
        var stale = time.GetElapsedTime(lastByte) > AsciiFrame.LongestGap ? count : 0;
        lastByte = time.GetTimestamp();
        count += received;
        Drop(stale);
    }

    /// <summary>Takes the next frame off the front, with the garbage before it, and prepares the reply if it is a request.</summary>
    private bool TakeFrame(out int replyLength)
    {
        replyLength = 0;
        var (start, length) = AsciiFrame.Find(received.AsSpan(0, count)).GetOffsetAndLength(count);
        if (length == 0)
            return false;

        if (AsciiFrame.TryRead(received.AsSpan(start, length), content, out var contentLength))
            replyLength = Answer(content[0], content.AsSpan(1..(contentLength - 1)));
        Drop(start + length);
        return true;
    }

    private int Answer(byte unit, ReadOnlySpan<byte> request)
    {
        if (unit == RtuFrame.Broadcast || !hasUnit(unit))
            return 0;

        var length = ReadResponder.Respond(unit, request, handler, pdu);
        return length == 0 ? 0 : AsciiFrame.Write(reply, unit, pdu.AsSpan(0, length));
    }

    private void Drop(int bytes)
    {
        count -= bytes;
        received.AsSpan(bytes, count).CopyTo(received);
    }
}
