namespace Gateway.Modbus;

/// <summary>The server's side of one Modbus TCP connection.</summary>
internal sealed class MbapSession(Stream stream, Predicate<byte> hasUnit, ReadHandler handler)
{
    private readonly byte[] _received = new byte[2 * Mbap.MaxLength];
    private readonly byte[] _reply = new byte[Mbap.MaxLength];
    private int _count;

    /// <summary>Answers until the client closes, or sends what is not Modbus.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await stream.ReadAsync(_received.AsMemory(_count), cancellationToken) is > 0 and var received)
        {
            _count += received;
            while (_count >= Mbap.HeaderLength)
            {
                if (!Mbap.TryRead(_received, out var header))
                    return;
                if (_count < header.FrameLength)
                    break;

                var replyLength = Answer(header);
                _count -= header.FrameLength;
                _received.AsSpan(header.FrameLength, _count).CopyTo(_received);
                if (replyLength > 0)
                    await stream.WriteAsync(_reply.AsMemory(0, replyLength), cancellationToken);
            }
        }
    }

    private int Answer(Mbap header)
    {
        if (!hasUnit(header.Unit))
            return 0;

        var request = _received.AsSpan(Mbap.HeaderLength, header.PduLength);
        var length = ReadResponder.Respond(header.Unit, request, handler, _reply.AsSpan(Mbap.HeaderLength));
        if (length == 0)
            return 0;

        var reply = header with { PduLength = length };
        reply.Write(_reply);
        return reply.FrameLength;
    }
}
