namespace Gateway.Fuzz;

/// <summary>The Modbus TCP client against any bytes from its slave.</summary>
internal static class TcpClientTarget
{
    /// <summary>Transaction ids of the first and the second request on a connection.</summary>
    private const int First = 1, Second = 2;

    public static void Check(ReadOnlySpan<byte> bytes)
    {
        var input = new FuzzInput(bytes);
        var (request, wire) = (input.Request, input.Wire.ToArray());
        var exchange = NewExchange();
        var (result, data) = exchange.Hear(request, input.Pieces(), input.Gap);
        AssertSound(wire, request, result, data);

        var (whole, wholeData) = NewExchange().Hear(request, wire.Length == 0 ? [] : [wire], TimeSpan.Zero);
        if (whole != result || !wholeData.AsSpan().SequenceEqual(data))
        {
            throw new InvariantException(
                $"In pieces: {result} {Convert.ToHexString(data)}; in one: {whole} {Convert.ToHexString(wholeData)}");
        }

        // A slave that answers a request before it is sent is beyond what anybody could tell.
        if (wire.AsSpan().IndexOf((ReadOnlySpan<byte>)[0, Second, 0, 0]) < 0)
            exchange.HearRightReply(request with { Address = (ushort)(request.Address + 1) });
    }

    private static Exchange NewExchange() => new(
        static (channel, timing, time) => new ModbusTcpClient(channel, timing, time),
        static (sent, pdu) => NaiveFrames.Tcp((256 * sent[0]) + sent[1], sent[6], pdu),
        TimeSpan.Zero);

    private static void AssertSound(byte[] wire, ReadRequest request, ReadResult result, byte[] data)
    {
        byte[] reply = NaiveFrames.Tcp(First, request.Unit, [(byte)request.Table, (byte)data.Length, .. data]);
        byte[] exception = NaiveFrames.Tcp(First, request.Unit, [(byte)((int)request.Table + 128), (byte)result.Exception]);
        // Frame by frame, as far as the stream is one: a frame that holds the beginning of the reply is one cut short.
        var rest = wire.AsSpan();
        for (var length = NaiveFrames.TcpLength(rest); length > 0 && length <= rest.Length; length = NaiveFrames.TcpLength(rest))
        {
            if ((256 * rest[0]) + rest[1] == First)
            {
                var right = rest[6] == request.Unit
                    ? NaiveFrames.Judge(rest[7..length], request)
                    : (ReadResult.Failed(ModbusFault.InvalidReply), []);
                AssertSame(right, result, data);
                return;
            }

            if (IndexOf(rest, reply.AsSpan(0, 9)) < length || IndexOf(rest, exception.AsSpan(0, 8)) < length)
                break;
            rest = rest[length..];
        }

        // From there on a reply may be found only if it is there.
        var isSound = result.Fault switch
        {
            ModbusFault.None => rest.IndexOf(reply) >= 0,
            ModbusFault.ExceptionReply => rest.IndexOf(exception) >= 0,
            _ => result.Fault is ModbusFault.Timeout or ModbusFault.InvalidReply,
        };
        if (!isSound)
            throw new InvariantException($"{result} {Convert.ToHexString(data)} is not in what was received");
    }

    private static int IndexOf(ReadOnlySpan<byte> wire, ReadOnlySpan<byte> head) =>
        wire.IndexOf(head) is >= 0 and var at ? at : int.MaxValue;

    private static void AssertSame((ReadResult Result, byte[] Data) right, ReadResult result, byte[] data)
    {
        if (right.Result != result || (result.IsSuccess && !right.Data.AsSpan().SequenceEqual(data)))
            throw new InvariantException($"{result} {Convert.ToHexString(data)}, not {right.Result} {Convert.ToHexString(right.Data)}");
    }
}
