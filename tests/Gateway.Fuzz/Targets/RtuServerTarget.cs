namespace Gateway.Fuzz;

/// <summary>The RTU server against any bytes on its line: the answers that are due, the one to a right request behind it all too.</summary>
internal static class RtuServerTarget
{
    /// <summary>Beyond that the session forgets what is old, and the naive reading would have to know how.</summary>
    private const int MostBytes = 500;

    private static readonly ReadRequest Last = new(FuzzInput.Unit, ModbusTable.HoldingRegister, 10, 2);

    public static void Check(ReadOnlySpan<byte> bytes)
    {
        var input = new FuzzInput(bytes);
        var pieces = input.Pieces();
        var answers = Answers(pieces, input.PauseEvery);
        AssertFrames(answers);
        if (!answers.AsSpan().EndsWith(NaiveFrames.Rtu(Last.Unit, NaiveDevice.Reply(Last))))
            throw new InvariantException("The right request behind it was not answered.");
        if (input.Wire.Length > MostBytes)
            return;

        var right = RightAnswers(pieces, input.PauseEvery);
        if (!right.AsSpan().SequenceEqual(answers))
            throw new InvariantException($"Answered {Convert.ToHexString(answers)}, not {Convert.ToHexString(right)}");
    }

    /// <summary>The scan alone: gives the first intact request whose length is known, else all of it when that is one frame.</summary>
    public static void CheckScan(ReadOnlySpan<byte> wire)
    {
        var found = RtuRequestScan.Find(wire);
        var right = RightScan(wire);
        if (!found.Equals(right))
            throw new InvariantException($"Found {found}, not {right}");
    }

    /// <summary>What the server says to the pieces and, after a pause, to a right request.</summary>
    private static byte[] Answers(byte[][] pieces, int pauseEvery)
    {
        var time = new SimulatedTime();
        byte[] last = NaiveFrames.Rtu(Last.Unit, [(byte)Last.Table, 0, (byte)Last.Address, 0, (byte)Last.Count]);
        using var stream = new PieceStream([.. pieces, last], index =>
        {
            if (index == pieces.Length || IsPause(index, pauseEvery))
                time.Pass(RtuSession.Pause * 2);
        });
        var session = new RtuSession(stream, static unit => unit == FuzzInput.Unit, NaiveDevice.Answer, time);
        var running = session.RunAsync(CancellationToken.None);
        if (!running.IsCompleted)
            throw new InvariantException("The session waits though its stream never does.");
        running.GetAwaiter().GetResult();
        return stream.Written;
    }

    private static byte[] RightAnswers(byte[][] pieces, int pauseEvery)
    {
        var answers = new List<byte>();
        byte[] heard = [];
        for (var index = 0; index < pieces.Length; index++)
        {
            heard = IsPause(index, pauseEvery) ? pieces[index] : [.. heard, .. pieces[index]];
            for (var found = RightScan(heard); !found.Equals(0..0); found = RightScan(heard))
            {
                var frame = heard[found];
                if (frame[0] == FuzzInput.Unit)
                    answers.AddRange(NaiveFrames.Rtu(frame[0], NaiveDevice.Respond(frame.AsSpan(1..^2))));
                heard = heard[found.End..];
            }
        }

        return [.. answers, .. NaiveFrames.Rtu(Last.Unit, NaiveDevice.Reply(Last))];
    }

    private static bool IsPause(int index, int pauseEvery) => pauseEvery > 0 && index % pauseEvery == 0;

    private static Range RightScan(ReadOnlySpan<byte> heard)
    {
        for (var start = 0; start < heard.Length; start++)
        {
            var length = heard.Length - start < 4 ? 0
                : heard[start + 1] is >= 1 and <= 6 ? 8
                : heard[start + 1] is 15 or 16 && heard.Length - start > 6 ? 9 + heard[start + 6]
                : 0;
            if (length > 0 && start + length <= heard.Length && NaiveFrames.IsIntactRtu(heard.Slice(start, length)))
                return start..(start + length);
        }

        return NaiveFrames.IsIntactRtu(heard) ? 0..heard.Length : 0..0;
    }

    private static void AssertFrames(ReadOnlySpan<byte> answers)
    {
        while (!answers.IsEmpty)
        {
            var length = answers.Length < 5 ? answers.Length : answers[1] >= 128 ? 5 : 5 + answers[2];
            if (length > answers.Length || answers[0] != FuzzInput.Unit || !NaiveFrames.IsIntactRtu(answers[..length]))
                throw new InvariantException($"No frame begins the answer {Convert.ToHexString(answers)}");
            answers = answers[length..];
        }
    }
}
