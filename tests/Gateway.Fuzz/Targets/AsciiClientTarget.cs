namespace Gateway.Fuzz;

/// <summary>The ASCII client against any bytes on its line.</summary>
internal static class AsciiClientTarget
{
    /// <summary>So many bytes without a reply are given up.</summary>
    private const int MostBytes = 1026;

    private static readonly TimeSpan T35 = TimeSpan.FromMilliseconds(4);

    public static void Check(ReadOnlySpan<byte> bytes)
    {
        var input = new FuzzInput(bytes);
        var request = input.Request;
        var right = RightResult(input.Wire, request);
        var exchange = NewExchange(input.Piece % 2 == 0 ? T35 : TimeSpan.Zero);
        AssertSame("in pieces", right, exchange.Hear(request, input.Pieces(), input.Gap));
        AssertSame("in one", right, NewExchange(T35).Hear(request, input.Wire.IsEmpty ? [] : [input.Wire.ToArray()], TimeSpan.Zero));
        exchange.HearRightReply(request with { Address = (ushort)(request.Address + 1) });
    }

    private static Exchange NewExchange(TimeSpan silence) => new(
        static (channel, timing, time) => new ModbusAsciiClient(channel, timing, time),
        static (sent, pdu) => NaiveFrames.Ascii(FuzzInput.Unit, pdu),
        silence);

    /// <summary>
    /// A character at a time: the first frame at its end that has the unit and the function decides, unless it is another reply.
    /// </summary>
    private static (ReadResult Result, byte[] Data) RightResult(ReadOnlySpan<byte> wire, ReadRequest request)
    {
        List<byte>? frame = null;
        foreach (var character in wire[..Math.Min(MostBytes, wire.Length)])
        {
            if (character == ':')
                frame = [];
            else
                frame?.Add(character);
            if (frame?.Count > 512)
                frame = null;
            if (frame is not [.. var digits, (byte)'\r', (byte)'\n'])
                continue;

            var (content, isIntact) = NaiveFrames.AsciiContent([.. digits]);
            frame = null;
            if (content.Length < 2 || content[0] != request.Unit || content[1] % 128 != (int)request.Table)
                continue;
            if (!isIntact)
                return (ReadResult.Failed(ModbusFault.InvalidReply), []);
            var pdu = content[1..^1];
            var data = NaiveFrames.DataBytes(request);
            if (pdu[0] >= 128 ? pdu.Length == 2 : pdu.Length == data + 2 && pdu[1] == data)
                return NaiveFrames.Judge(pdu, request);
        }

        return (ReadResult.Failed(wire.IsEmpty ? ModbusFault.Timeout : ModbusFault.InvalidReply), []);
    }

    private static void AssertSame(string how, (ReadResult Result, byte[] Data) right, (ReadResult Result, byte[] Data) read)
    {
        if (right.Result != read.Result || (right.Result.IsSuccess && !right.Data.AsSpan().SequenceEqual(read.Data)))
        {
            throw new InvariantException(
                $"{how}: {read.Result} {Convert.ToHexString(read.Data)}, not {right.Result} {Convert.ToHexString(right.Data)}");
        }
    }
}
