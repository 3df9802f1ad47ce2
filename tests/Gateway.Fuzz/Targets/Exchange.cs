namespace Gateway.Fuzz;

/// <summary>A client under a simulated clock, asked while the slave says what the input holds, then while it answers rightly.</summary>
internal sealed class Exchange
{
    private static readonly ModbusTiming Timing = new();

    private readonly SimulatedTime time = new();
    private readonly SimulatedChannel channel;
    private readonly IModbusClient client;
    private readonly Func<byte[], byte[], byte[]> frame;

    /// <param name="newClient">Makes the client.</param>
    /// <param name="frame">Wraps a reply's PDU, given the request as it was sent.</param>
    /// <param name="silence">Least silence between frames.</param>
    public Exchange(
        Func<SimulatedChannel, ModbusTiming, TimeProvider, IModbusClient> newClient, Func<byte[], byte[], byte[]> frame, TimeSpan silence)
    {
        channel = new SimulatedChannel(time) { FrameSilence = silence };
        client = newClient(channel, Timing, time);
        this.frame = frame;
    }

    /// <summary>Asks while the slave says the pieces.</summary>
    public (ReadResult Result, byte[] Data) Hear(ReadRequest request, byte[][] pieces, TimeSpan gap)
    {
        channel.Slave = _ =>
        {
            var at = TimeSpan.Zero;
            foreach (var piece in pieces)
                channel.SayAfter(at += gap, piece);
        };
        var data = new byte[request.ByteCount];
        var result = Read(request, data);
        if (!result.IsSuccess && data.AsSpan().ContainsAnyExcept((byte)0))
            throw new InvariantException($"{result} wrote to the destination: {Convert.ToHexString(data)}");
        // What the slave still has to say lies there before the next request.
        time.Pass(Timing.ReplyTimeout);
        return (result, data);
    }

    /// <summary>Asks while the slave answers rightly: must give the value, on the connection that there is.</summary>
    public void HearRightReply(ReadRequest request)
    {
        channel.Slave = sent => channel.SayAfter(TimeSpan.FromMilliseconds(20), frame(sent, NaiveDevice.Reply(request)));
        var data = new byte[request.ByteCount];
        var result = Read(request, data);
        if (!result.IsSuccess || !data.AsSpan().SequenceEqual(NaiveDevice.Data(request)))
            throw new InvariantException($"The right reply behind it was read as {result} {Convert.ToHexString(data)}");
        if (channel.TimesOpened != 1)
            throw new InvariantException("It was read on a new connection only.");
    }

    private ReadResult Read(ReadRequest request, byte[] data) =>
        time.Run(() => client.ReadAsync(request, data, CancellationToken.None), Timing.ReplyTimeout * 4);
}
