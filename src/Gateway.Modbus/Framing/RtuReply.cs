namespace Gateway.Modbus;

/// <summary>
/// Finds the reply to a request among bytes from an RTU line. Bytes before it (noise when a transceiver turns round, another
/// unit's late reply) are passed over: what is asked for has a known head (unit, function, byte count), a known length and a checksum.
/// </summary>
public static class RtuReply
{
    /// <summary>
    /// Bytes to give room for: a longest frame of somebody else before a longest frame of ours. When that is full, nothing will come.
    /// </summary>
    public const int BufferLength = 2 * RtuFrame.MaxLength;

    /// <summary>Looks for the reply.</summary>
    /// <param name="received">All bytes since the request was sent.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="destination">At least <see cref="ReadRequest.ByteCount"/> bytes; untouched unless the result is a success.</param>
    /// <returns>
    /// Null when more bytes may complete it; <see cref="ModbusFault.InvalidReply"/> when the first bytes are its head but
    /// its checksum is wrong, or when the buffer is full.
    /// </returns>
    public static ReadResult? Find(ReadOnlySpan<byte> received, ReadRequest request, Span<byte> destination) =>
        Find(received, request, destination, out _);

    /// <summary>
    /// Looks for the reply, and says where the frame is that decided, intact or not; an empty place when none did. Of several it is the
    /// one that ends first, as it would have been had the bytes come one by one.
    /// </summary>
    internal static ReadResult? Find(ReadOnlySpan<byte> received, ReadRequest request, Span<byte> destination, out Range place)
    {
        place = default;
        var (firstEnd, isIntact) = (int.MaxValue, false);
        for (var start = 0; start + RtuFrame.ExceptionLength <= Math.Min(received.Length, firstEnd); start++)
        {
            var length = LengthAt(received[start..], request);
            var end = start + length;
            if (length == 0 || end > received.Length || end > firstEnd || (isIntact && end == firstEnd))
                continue;

            var isWhole = RtuFrame.IsIntact(received[start..end]);
            if (isWhole || start == 0)
                (place, firstEnd, isIntact) = (start..end, end, isWhole);
        }

        if (isIntact)
            return ReadPdu.ParseReply(RtuFrame.Pdu(received[place]), request, destination);
        if (firstEnd != int.MaxValue)
            return ReadResult.Failed(ModbusFault.InvalidReply);
        return received.Length < BufferLength ? null : ReadResult.Failed(ModbusFault.InvalidReply);
    }

    /// <summary>
    /// How many bytes are missing at least, 1 or more: up to the end of an exception reply while that may still be what comes, to the
    /// end of the whole reply then.
    /// </summary>
    internal static int Missing(ReadOnlySpan<byte> received, ReadRequest request) => received.Length < RtuFrame.ExceptionLength
        ? RtuFrame.ExceptionLength - received.Length
        : Math.Max(1, RtuFrame.ReplyLength(request) - received.Length);

    /// <summary>Length of the reply that these bytes begin; 0 when they begin none.</summary>
    private static int LengthAt(ReadOnlySpan<byte> head, ReadRequest request)
    {
        if (head[0] != request.Unit)
            return 0;
        if (head[1] == ((byte)request.Table | ReadPdu.ExceptionFlag))
            return RtuFrame.ExceptionLength;
        return head[1] == (byte)request.Table && head[2] == request.ByteCount ? RtuFrame.ReplyLength(request) : 0;
    }
}
