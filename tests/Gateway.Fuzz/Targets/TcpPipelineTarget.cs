namespace Gateway.Fuzz;

/// <summary>Four reads in flight against any bytes: each gets its own reply or a fault, and then all four their values.</summary>
internal static class TcpPipelineTarget
{
    private const int InFlight = 4;

    private static readonly ModbusTiming Timing = new();

    public static void Check(ReadOnlySpan<byte> bytes)
    {
        var input = new FuzzInput(bytes);
        var wire = input.Wire.ToArray();
        var (time, channel, client) = NewClient();
        var requests = Requests(input.Request, 0);
        channel.Slave = SayOnce(channel, input.Pieces(), input.Gap);
        var results = Read(time, client, requests);
        AssertSound(wire, requests, results);

        var (otherTime, otherChannel, other) = NewClient();
        otherChannel.Slave = SayOnce(otherChannel, wire.Length == 0 ? [] : [wire], TimeSpan.Zero);
        var whole = Read(otherTime, other, requests);
        for (var index = 0; index < InFlight; index++)
        {
            if (whole[index].Result != results[index].Result || !whole[index].Data.AsSpan().SequenceEqual(results[index].Data))
                throw new InvariantException($"Read {index} in pieces: {results[index].Result}; in one: {whole[index].Result}");
        }

        time.Pass(Timing.ReplyTimeout);
        if (!HoldsWhatIsAskedLater(wire))
            AssertReadsRightReplies(time, channel, client, Requests(input.Request, 1), input.Piece);
    }

    private static (SimulatedTime Time, SimulatedChannel Channel, ModbusTcpClient Client) NewClient()
    {
        var time = new SimulatedTime();
        var channel = new SimulatedChannel(time);
        return (time, channel, new ModbusTcpClient(channel, Timing, time, observer: null, InFlight));
    }

    private static ReadRequest[] Requests(ReadRequest first, int shift) =>
        [.. Enumerable.Range(0, InFlight).Select(index => first with { Address = (ushort)(first.Address + shift + (2 * index)) })];

    private static Action<byte[]> SayOnce(SimulatedChannel channel, byte[][] pieces, TimeSpan gap)
    {
        var isSaid = false;
        return _ =>
        {
            if (isSaid)
                return;
            isSaid = true;
            // Said when all four have been asked.
            var at = TimeSpan.FromMilliseconds(1);
            foreach (var piece in pieces)
                channel.SayAfter(at += gap, piece);
        };
    }

    private static (ReadResult Result, byte[] Data)[] Read(SimulatedTime time, ModbusTcpClient client, ReadRequest[] requests)
    {
        byte[][] data = [.. requests.Select(request => new byte[request.ByteCount])];
        var results = time.Run(
            () => new ValueTask<ReadResult[]>(Task.WhenAll(requests.Select(
                (request, index) => client.ReadAsync(request, data[index], CancellationToken.None).AsTask()))),
            Timing.ReplyTimeout * 4);
        return [.. results.Zip(data)];
    }

    private static void AssertSound(byte[] wire, ReadRequest[] requests, (ReadResult Result, byte[] Data)[] results)
    {
        for (var index = 0; index < InFlight; index++)
        {
            var (result, data) = results[index];
            var table = (byte)requests[index].Table;
            byte[]? pdu = result.Fault switch
            {
                ModbusFault.None => [table, (byte)data.Length, .. data],
                ModbusFault.ExceptionReply => [(byte)(table + 128), (byte)result.Exception],
                _ => null,
            };
            if (pdu is not null && wire.AsSpan().IndexOf(NaiveFrames.Tcp(index + 1, FuzzInput.Unit, pdu)) < 0)
                throw new InvariantException($"Read {index}: {result} {Convert.ToHexString(data)} is not in what was received");
            if (pdu is null && data.AsSpan().ContainsAnyExcept((byte)0))
                throw new InvariantException($"Read {index}: {result} wrote to the destination");
        }
    }

    private static bool HoldsWhatIsAskedLater(ReadOnlySpan<byte> wire)
    {
        for (byte id = InFlight + 1; id <= 2 * InFlight; id++)
        {
            if (wire.IndexOf((ReadOnlySpan<byte>)[0, id, 0, 0]) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>All four are answered in one go, the last first, cut as the input says.</summary>
    private static void AssertReadsRightReplies(
        SimulatedTime time, SimulatedChannel channel, ModbusTcpClient client, ReadRequest[] requests, int piece)
    {
        var heard = new List<byte>();
        channel.Slave = sent =>
        {
            heard.AddRange(sent);
            if (heard.Count < 12 * InFlight)
                return;
            byte[] replies = [.. heard.Chunk(12).Reverse().SelectMany((frame, index) => NaiveFrames.Tcp(
                (256 * frame[0]) + frame[1], frame[6], NaiveDevice.Reply(requests[InFlight - 1 - index])))];
            foreach (var part in replies.Chunk(Math.Max(7, Math.Min(piece, replies.Length))))
                channel.SayAfter(TimeSpan.FromMilliseconds(20), part);
        };
        var results = Read(time, client, requests);
        for (var index = 0; index < InFlight; index++)
        {
            if (!results[index].Result.IsSuccess || !results[index].Data.AsSpan().SequenceEqual(NaiveDevice.Data(requests[index])))
                throw new InvariantException($"The right reply {index} behind it was read as {results[index].Result}");
        }

        if (channel.TimesOpened != 1)
            throw new InvariantException("They were read on a new connection only.");
    }
}
