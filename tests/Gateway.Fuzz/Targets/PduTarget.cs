namespace Gateway.Fuzz;

/// <summary>The header on TCP and the PDUs of requests and replies, each against the naive reading.</summary>
internal static class PduTarget
{
    public static void Check(ReadOnlySpan<byte> bytes)
    {
        var input = new FuzzInput(bytes);
        CheckHeader(input.Wire);
        CheckReply(input.Wire, input.Request);
        CheckRequest(input.Wire);
    }

    private static void CheckHeader(ReadOnlySpan<byte> wire)
    {
        var length = NaiveFrames.TcpLength(wire);
        var isHeader = Mbap.TryRead(wire, out var header);
        if (isHeader != length > 0 || (isHeader && header.FrameLength != length))
            throw new InvariantException($"Header {header} read as {isHeader}, not of length {length}");
        if (!isHeader)
            return;
        var written = new byte[Mbap.HeaderLength];
        header.Write(written);
        if (!wire[..Mbap.HeaderLength].SequenceEqual(written))
            throw new InvariantException($"Header {header} written as {Convert.ToHexString(written)}");
    }

    private static void CheckReply(ReadOnlySpan<byte> wire, ReadRequest request)
    {
        var data = new byte[request.ByteCount];
        var result = ReadPdu.ParseReply(wire, request, data);
        var right = NaiveFrames.Judge(wire, request);
        if (result != right.Result || !data.AsSpan().SequenceEqual(result.IsSuccess ? right.Data : new byte[data.Length]))
            throw new InvariantException($"Reply read as {result} {Convert.ToHexString(data)}, not {right.Result}");
    }

    private static void CheckRequest(ReadOnlySpan<byte> wire)
    {
        var reply = new byte[ReadPdu.MaxLength];
        var length = ReadResponder.Respond(FuzzInput.Unit, wire, NaiveDevice.Answer, reply);
        var right = wire.IsEmpty ? [] : NaiveDevice.Respond(wire);
        if (!right.AsSpan().SequenceEqual(reply.AsSpan(0, length)))
            throw new InvariantException($"Answered {Convert.ToHexString(reply, 0, length)}, not {Convert.ToHexString(right)}");
    }
}
