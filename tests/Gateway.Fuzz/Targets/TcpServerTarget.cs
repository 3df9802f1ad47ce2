namespace Gateway.Fuzz;

/// <summary>The Modbus TCP server against any bytes from its client: exactly the answers that are due, however the bytes are cut.</summary>
internal static class TcpServerTarget
{
    public static void Check(ReadOnlySpan<byte> bytes)
    {
        var input = new FuzzInput(bytes);
        var right = RightAnswers(input.Wire);
        AssertSame("in pieces", right, Answers(input.Pieces()));
        AssertSame("in one", right, Answers(input.Wire.IsEmpty ? [] : [input.Wire.ToArray()]));
    }

    private static byte[] Answers(byte[][] pieces)
    {
        using var stream = new PieceStream(pieces, static _ => { });
        var session = new MbapSession(stream, static unit => unit == FuzzInput.Unit, NaiveDevice.Answer);
        var running = session.RunAsync(CancellationToken.None);
        if (!running.IsCompleted)
            throw new InvariantException("The session waits though its stream never does.");
        running.GetAwaiter().GetResult();
        return stream.Written;
    }

    private static byte[] RightAnswers(ReadOnlySpan<byte> rest)
    {
        var answers = new List<byte>();
        for (var length = NaiveFrames.TcpLength(rest); length > 0 && length <= rest.Length; length = NaiveFrames.TcpLength(rest))
        {
            if (rest[6] == FuzzInput.Unit)
                answers.AddRange(NaiveFrames.Tcp((256 * rest[0]) + rest[1], rest[6], NaiveDevice.Respond(rest[7..length])));
            rest = rest[length..];
        }

        return [.. answers];
    }

    private static void AssertSame(string how, byte[] right, byte[] answers)
    {
        if (!right.AsSpan().SequenceEqual(answers))
            throw new InvariantException($"{how}: answered {Convert.ToHexString(answers)}, not {Convert.ToHexString(right)}");
    }
}
