namespace Gateway.Modbus;

/// <summary>What the right reply to a request begins with on TCP: 72 bits, or 64 of an exception.</summary>
/// <param name="TransactionId">Of the request.</param>
/// <param name="Request">What was asked.</param>
internal readonly record struct MbapReplyHead(ushort TransactionId, ReadRequest Request)
{
    private const int ReplyLength = Mbap.HeaderLength + 2, ExceptionLength = Mbap.HeaderLength + 1;

    /// <summary>Looks for the head, or for what may become it with the next bytes.</summary>
    /// <param name="bytes">What was received.</param>
    /// <param name="isWhole">Whether the whole head is there.</param>
    /// <returns>The first place; -1 when it is nowhere.</returns>
    public int IndexIn(ReadOnlySpan<byte> bytes, out bool isWhole)
    {
        Span<byte> reply = stackalloc byte[ReplyLength];
        Span<byte> exception = stackalloc byte[ReplyLength];
        new Mbap(TransactionId, Request.Unit, ReadPdu.ReplyLength(Request)).Write(reply);
        reply[Mbap.HeaderLength] = (byte)Request.Table;
        reply[^1] = (byte)Request.ByteCount;
        new Mbap(TransactionId, Request.Unit, ReadPdu.ExceptionLength).Write(exception);
        exception[Mbap.HeaderLength] = (byte)((byte)Request.Table | ReadPdu.ExceptionFlag);

        for (var start = 0; start < bytes.Length; start++)
        {
            var rest = bytes[start..];
            var isReply = Begins(rest, reply);
            if (!isReply && !Begins(rest, exception[..ExceptionLength]))
                continue;
            isWhole = rest.Length >= (isReply ? ReplyLength : ExceptionLength);
            return start;
        }

        isWhole = false;
        return -1;
    }

    private static bool Begins(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> head)
    {
        var length = Math.Min(bytes.Length, head.Length);
        return bytes[..length].SequenceEqual(head[..length]);
    }
}
