namespace Gateway.Modbus;

/// <summary>The server's side of an RTU line. Finds its way back after garbage, and never answers a broadcast.</summary>
internal sealed class RtuSession(Stream stream, Predicate<byte> hasUnit, ReadHandler handler, TimeProvider time)
{
    /// <summary>
    /// A pause this long ends a frame that was begun: what came of it is forgotten. Far above t3.5, since a stream may deliver late.
    /// </summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly byte[] received = new byte[2 * RtuFrame.MaxLength];
    private readonly byte[] reply = new byte[RtuFrame.MaxLength];
    private long lastByte = time.GetTimestamp();
    private int count;

    /// <summary>Answers until the stream ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await stream.ReadAsync(this.received.AsMemory(count), cancellationToken) is > 0 and var received)
        {
            Append(received);
            while (TakeRequest(out var replyLength))
            {
                if (replyLength > 0)
                    await stream.WriteAsync(reply.AsMemory(0, replyLength), cancellationToken);
            }

            // Full, and no request in it: only its newer half can still begin one.
            if (count == this.received.Length)
                Drop(RtuFrame.MaxLength);
        }
    }

    private void Append(int received)
    {
        var stale = time.GetElapsedTime(lastByte) > Pause ? count : 0;
        lastByte = time.GetTimestamp();
        count += received;
        Drop(stale);
    }

    /// <summary>Takes the next request off the front, with the garbage before it, and prepares its reply.</summary>
    private bool TakeRequest(out int replyLength)
    {
        replyLength = 0;
        var (start, length) = RtuRequestScan.Find(received.AsSpan(0, count)).GetOffsetAndLength(count);
        if (length == 0)
            return false;

        replyLength = Answer(received.AsSpan(start, length));
        Drop(start + length);
        return true;
    }

    private int Answer(ReadOnlySpan<byte> request)
    {
        var unit = request[0];
        if (unit == RtuFrame.Broadcast || !hasUnit(unit))
            return 0;

        var length = ReadResponder.Respond(unit, RtuFrame.Pdu(request), handler, reply.AsSpan(RtuFrame.HeaderLength));
        if (length == 0)
            return 0;

        reply[0] = unit;
        return RtuFrame.Seal(reply, RtuFrame.HeaderLength + length);
    }

    private void Drop(int bytes)
    {
        count -= bytes;
        received.AsSpan(bytes, count).CopyTo(received);
    }
}
