namespace Gateway.Fuzz;

/// <summary>The RTU client against any bytes on its line.</summary>
internal static class RtuClientTarget
{
    /// <summary>So many bytes without a reply are given up.</summary>
    private const int MostBytes = 512;

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

    /// <summary>What <see cref="RtuReply"/> finds in growing bytes does not depend on how they grow.</summary>
    public static void CheckFind(ReadOnlySpan<byte> bytes)
    {
        var input = new FuzzInput(bytes);
        var request = input.Request;
        var wire = input.Wire.Length > MostBytes ? input.Wire[..MostBytes] : input.Wire;
        var right = RightResult(wire, request);
        foreach (var piece in (int[])[wire.Length < 100 ? 1 : 50, Math.Clamp(input.Piece, 20, MostBytes), MostBytes])
        {
            var data = new byte[request.ByteCount];
            ReadResult? found = null;
            for (var length = 0; found is null && length < wire.Length;)
            {
                length = Math.Min(length + piece, wire.Length);
                found = RtuReply.Find(wire[..length], request, data);
            }

            var end = found ?? ReadResult.Failed(wire.IsEmpty ? ModbusFault.Timeout : ModbusFault.InvalidReply);
            AssertSame($"in pieces of {piece}", right, (end, data));
        }
    }

    private static Exchange NewExchange(TimeSpan silence) => new(
        static (channel, timing, time) => new ModbusRtuClient(channel, timing, time),
        static (sent, pdu) => NaiveFrames.Rtu(sent[0], pdu),
        silence);

    /// <summary>The reply that is whole first counts; a reply that begins with the first byte and is broken ends it.</summary>
    private static (ReadResult Result, byte[] Data) RightResult(ReadOnlySpan<byte> wire, ReadRequest request)
    {
        int[] lengths = [5, 5 + NaiveFrames.DataBytes(request)];
        for (var end = 1; end <= wire.Length; end++)
        {
            foreach (var length in lengths)
            {
                var start = end - length;
                if (start < 0 || !IsHead(wire[start..end], request))
                    continue;
                if (NaiveFrames.IsIntactRtu(wire[start..end]))
                    return NaiveFrames.Judge(wire[(start + 1)..(end - 2)], request);
                if (start == 0)
                    return (ReadResult.Failed(ModbusFault.InvalidReply), []);
            }

            if (end == MostBytes)
                break;
        }

        return (ReadResult.Failed(wire.IsEmpty ? ModbusFault.Timeout : ModbusFault.InvalidReply), []);
    }

    private static bool IsHead(ReadOnlySpan<byte> frame, ReadRequest request)
    {
        if (frame[0] != request.Unit)
            return false;
        return frame.Length == 5 && frame[1] == (int)request.Table + 128
            || frame.Length == 5 + NaiveFrames.DataBytes(request)
            && frame[1] == (int)request.Table && frame[2] == NaiveFrames.DataBytes(request);
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
