namespace Gateway.Modbus;

/// <summary>
/// Finds the reply to a request among characters from an ASCII line. What comes before it (noise when a transceiver turns round, another
/// unit's late reply) is passed over: what is asked for has a known head (unit, function, byte count), a known length and a checksum.
/// </summary>
public static class AsciiReply
{
    /// <summary>
    /// Bytes to give room for: a longest frame of somebody else before a longest frame of ours. When that is full, nothing will come.
    /// </summary>
    public const int BufferLength = 2 * AsciiFrame.MaxLength;

    /// <summary>Looks for the reply. The first frame that decides counts, so it does not matter how the characters were cut.</summary>
    /// <param name="received">All bytes since the request was sent.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="destination">At least <see cref="ReadRequest.ByteCount"/> bytes; untouched unless the result is a success.</param>
    /// <returns>
    /// Null when more bytes may complete it; <see cref="ModbusFault.InvalidReply"/> when a whole frame has its unit and function
    /// but a wrong checksum or no digit in some place, or when the buffer is full.
    /// </returns>
    public static ReadResult? Find(ReadOnlySpan<byte> received, ReadRequest request, Span<byte> destination)
    {
        Span<byte> content = stackalloc byte[AsciiFrame.MaxContentLength];
        var rest = received;
        while (true)
        {
            var place = AsciiFrame.Find(rest);
            if (place.Equals(0..0))
                return received.Length < BufferLength ? null : ReadResult.Failed(ModbusFault.InvalidReply);

            var isIntact = AsciiFrame.TryRead(rest[place], content, out var length);
            if (length >= 2 && content[0] == request.Unit && (content[1] & ~ReadPdu.ExceptionFlag) == (byte)request.Table)
            {
                if (!isIntact)
                    return ReadResult.Failed(ModbusFault.InvalidReply);
                if (IsReply(content[1..(length - 1)], request))
                    return ReadPdu.ParseReply(content[1..(length - 1)], request, destination);
            }

            rest = rest[place.End..];
        }
    }

    /// <summary>
    /// How many characters are missing at least, 1 or more: up to the end of an exception reply while that may still be what comes, to
    /// the end of the whole reply once it has begun.
    /// </summary>
    internal static int Missing(ReadOnlySpan<byte> received, ReadRequest request)
    {
        var begun = AsciiFrame.Begun(received);
        if (begun.Length < AsciiFrame.ExceptionLength)
            return AsciiFrame.ExceptionLength - begun.Length;

        Span<byte> head = stackalloc byte[2];
        Convert.FromHexString(begun.Slice(1, 2 * head.Length), head, out _, out _);
        return head[0] == request.Unit && head[1] == (byte)request.Table
            ? Math.Max(1, AsciiFrame.ReplyLength(request) - begun.Length)
            : AsciiFrame.ExceptionLength;
    }

    private static bool IsReply(ReadOnlySpan<byte> pdu, ReadRequest request) => pdu[0] == (byte)request.Table
        ? pdu.Length == ReadPdu.ReplyLength(request) && pdu[1] == request.ByteCount
        : pdu.Length == ReadPdu.ExceptionLength;
}
