namespace Gateway.Fuzz;

/// <summary>
/// The ASCII server against any bytes on its line: it says nothing but frames, and answers the right request behind it all.
/// </summary>
internal static class AsciiServerTarget
{
    private static readonly ReadRequest Last = new(FuzzInput.Unit, ModbusTable.HoldingRegister, 10, 2);

    public static void Check(ReadOnlySpan<byte> bytes)
    {
        var input = new FuzzInput(bytes);
        byte[] last = NaiveFrames.Ascii(Last.Unit, [(byte)Last.Table, 0, (byte)Last.Address, 0, (byte)Last.Count]);
        using var stream = new PieceStream([.. input.Pieces(), last], static _ => { });
        var session = new AsciiSession(stream, static unit => unit == FuzzInput.Unit, NaiveDevice.Answer, new SimulatedTime());
        var running = session.RunAsync(CancellationToken.None);
        if (!running.IsCompleted)
            throw new InvariantException("The session waits though its stream never does.");
        running.GetAwaiter().GetResult();

        var answers = stream.Written;
        if (!answers.AsSpan().EndsWith(NaiveFrames.Ascii(Last.Unit, NaiveDevice.Reply(Last))))
            throw new InvariantException("The right request behind it was not answered.");
        AssertFrames(answers);
    }

    private static void AssertFrames(ReadOnlySpan<byte> answers)
    {
        while (!answers.IsEmpty)
        {
            var end = answers.IndexOf("\r\n"u8);
            if (answers[0] != ':' || end < 0 || NaiveFrames.AsciiContent(answers[1..end].ToArray()) is not ([FuzzInput.Unit, ..], true))
                throw new InvariantException($"No frame begins the answer {Convert.ToHexString(answers)}");
            answers = answers[(end + 2)..];
        }
    }
}
