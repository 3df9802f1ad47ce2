namespace Gateway.Fuzz;

/// <summary>All that is fuzzed, with what to start from.</summary>
internal static class FuzzTargets
{
    private const byte Unit = FuzzInput.Unit;

    private static readonly byte[] OneRegister = [3, 2, 0x12, 0x34];
    private static readonly byte[] Busy = [0x83, 6];
    private static readonly byte[] AskTwo = [3, 0, 10, 0, 2];

    private static readonly byte[][] TcpReplies =
    [
        NaiveFrames.Tcp(1, Unit, OneRegister), NaiveFrames.Tcp(1, Unit, Busy), NaiveFrames.Tcp(7, Unit, OneRegister),
        NaiveFrames.Tcp(1, 99, OneRegister), NaiveFrames.Tcp(0, Unit, [4, 4, 1, 2, 3, 4]), [0, 1, 0, 0, 0, 254, Unit],
    ];

    private static readonly byte[][] PipelineReplies =
    [
        NaiveFrames.Tcp(3, Unit, OneRegister), NaiveFrames.Tcp(1, Unit, OneRegister), NaiveFrames.Tcp(4, Unit, Busy),
        NaiveFrames.Tcp(2, 99, OneRegister), NaiveFrames.Tcp(9, Unit, OneRegister), [0, 2, 0, 0, 0, 254, Unit],
    ];

    private static readonly byte[][] RtuReplies =
    [
        NaiveFrames.Rtu(Unit, OneRegister), NaiveFrames.Rtu(Unit, Busy), NaiveFrames.Rtu(99, OneRegister),
        NaiveFrames.Rtu(Unit, [4, 4, 1, 2, 3, 4]), [Unit, 3, 2, 0x12, 0x34, 0, 0],
    ];

    private static readonly byte[][] AsciiReplies =
    [
        NaiveFrames.Ascii(Unit, OneRegister), NaiveFrames.Ascii(Unit, Busy), NaiveFrames.Ascii(99, OneRegister),
        NaiveFrames.Ascii(Unit, [4, 4, 1, 2, 3, 4]), ":1103021234A5\r\n"u8.ToArray(), ":1103021"u8.ToArray(), "\r\n"u8.ToArray(),
    ];

    private static readonly byte[][] TcpRequests =
    [
        NaiveFrames.Tcp(1, Unit, AskTwo), NaiveFrames.Tcp(2, 99, AskTwo), NaiveFrames.Tcp(3, Unit, [6, 0, 1, 0, 1]),
        NaiveFrames.Tcp(4, Unit, [1, 0, 0, 7, 208]), NaiveFrames.Tcp(5, Unit, [0x2B, 0x0E, 1, 0]), [0, 1, 0, 0, 0, 0, Unit],
    ];

    private static readonly byte[][] RtuRequests =
    [
        NaiveFrames.Rtu(Unit, AskTwo), NaiveFrames.Rtu(99, AskTwo), NaiveFrames.Rtu(Unit, [6, 0, 1, 0, 1]), NaiveFrames.Rtu(0, AskTwo),
        NaiveFrames.Rtu(Unit, [16, 0, 1, 0, 2, 4, 0, 10, 1, 2]), NaiveFrames.Rtu(Unit, [0x2B, 0x0E, 1, 0]),
    ];

    private static readonly byte[][] AsciiRequests =
    [
        NaiveFrames.Ascii(Unit, AskTwo), NaiveFrames.Ascii(99, AskTwo), NaiveFrames.Ascii(Unit, [6, 0, 1, 0, 1]),
        NaiveFrames.Ascii(0, AskTwo), ":1103"u8.ToArray(), "\r\n"u8.ToArray(),
    ];

    /// <summary>Heads of a <see cref="FuzzInput"/>: one register of table 3, others, other cuts.</summary>
    private static readonly byte[][] Heads = [[2, 0, 0], [2, 3, 1], [3, 1, 0], [0, 5, 8], [6, 40, 2], [34, 2, 12]];

    public static readonly FuzzTarget[] All =
    [
        new("pdu", PduTarget.Check, Seeds([.. TcpReplies, OneRegister, Busy, AskTwo]), [OneRegister, Busy, AskTwo]),
        new("tcp-client", TcpClientTarget.Check, Seeds(TcpReplies), TcpReplies),
        new("tcp-pipeline", TcpPipelineTarget.Check, Seeds(PipelineReplies), PipelineReplies),
        new("tcp-server", TcpServerTarget.Check, Seeds(TcpRequests), TcpRequests),
        new("rtu-reply", RtuClientTarget.CheckFind, Seeds(RtuReplies), RtuReplies),
        new("rtu-client", RtuClientTarget.Check, Seeds(RtuReplies), RtuReplies),
        new("rtu-scan", RtuServerTarget.CheckScan, RtuRequests, RtuRequests),
        new("rtu-server", RtuServerTarget.Check, Seeds(RtuRequests), RtuRequests),
        new("ascii-client", AsciiClientTarget.Check, Seeds(AsciiReplies), AsciiReplies),
        new("ascii-server", AsciiServerTarget.Check, Seeds(AsciiRequests), AsciiRequests),
    ];

    public static FuzzTarget Named(string name) => All.Single(target => target.Name == name);

    private static byte[][] Seeds(byte[][] wires) =>
        [.. from head in Heads from wire in wires.Append([.. wires.SelectMany(wire => wire)]) select (byte[])[.. head, .. wire]];
}
