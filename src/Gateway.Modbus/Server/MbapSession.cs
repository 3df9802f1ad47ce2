namespace Gateway.Modbus;

/// <summary>The server's side of one Modbus TCP connection.</summary>
internal sealed class MbapSession(Stream stream, Predicate<byte> hasUnit, ReadHandler handler)
{
    private readonly byte[] received = new byte[2 * Mbap.MaxLength];
    private readonly byte[] reply = new byte[Mbap.MaxLength];
    private int count;

    /// <summary>Answers until the client closes, or sends what is not Modbus.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await stream.ReadAsync(this.received.AsMemory(count), cancellationToken) is > 0 and var received)
        {
            count += received;
            while (count >= Mbap.HeaderLength)
            {
                if (!Mbap.TryRead(this.received, out var header))
                    return;
                if (count < header.FrameLength)
                    break;

                var replyLength = Answer(header);
                count -= header.FrameLength;
                this.received.AsSpan(header.FrameLength, count).CopyTo(this.received);
                if (replyLength > 0)
                    await stream.WriteAsync(reply.AsMemory(0, replyLength), cancellationToken);
            }
        }
    }

    private int Answer(Mbap header)
    {
        if (!hasUnit(header.Unit))
            return 0;

        var request = received.AsSpan(Mbap.HeaderLength, header.PduLength);
        var length = ReadResponder.Respond(header.Unit, request, handler, this.reply.AsSpan(Mbap.HeaderLength));
        if (length == 0)
            return 0;

        var reply = header with { PduLength = length };
        reply.Write(this.reply);
        return reply.FrameLength;
    }
}
