namespace Gateway.Modbus;

/// <summary>Turns a request PDU into the reply PDU. Refuses what the protocol forbids; the handler sees only sound reads.</summary>
internal static class ReadResponder
{
    /// <param name="unit">The unit asked.</param>
    /// <param name="request">The request's PDU; any bytes.</param>
    /// <param name="handler">Answers sound reads.</param>
    /// <param name="reply">At least <see cref="ReadPdu.MaxLength"/> bytes.</param>
    /// <returns>Length of the reply; 0 to stay silent.</returns>
    public static int Respond(byte unit, ReadOnlySpan<byte> request, ReadHandler handler, Span<byte> reply)
    {
        if (request.IsEmpty)
            return 0;

        var refusal = ReadPdu.ParseRequest(request, unit, out var read);
        if (refusal != ModbusExceptionCode.None)
            return ReadPdu.WriteException(reply, request[0], refusal);

        var data = reply.Slice(2, read.ByteCount);
        data.Clear();
        switch (handler(read, data))
        {
            case null:
                return 0;
            case ModbusExceptionCode.None:
                reply[0] = request[0];
                reply[1] = (byte)read.ByteCount;
                return ReadPdu.ReplyLength(read);
            case { } code:
                return ReadPdu.WriteException(reply, request[0], code);
        }
    }
}
