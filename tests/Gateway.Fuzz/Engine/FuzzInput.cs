namespace Gateway.Fuzz;

/// <summary>
/// An input: three bytes that say what is asked and how the rest is cut, then the bytes on the wire. Shorter inputs are as good as any.
/// </summary>
internal readonly ref struct FuzzInput
{
    public const int HeadLength = 3;

    /// <summary>Unit that the client asks and the server has.</summary>
    public const byte Unit = 17;

    private const int MostPieces = 60;

    private static readonly TimeSpan WholeSpan = TimeSpan.FromMilliseconds(900);

    private readonly byte pauses;

    public FuzzInput(ReadOnlySpan<byte> bytes)
    {
        var hasHead = bytes.Length >= HeadLength;
        Request = RequestOf(hasHead ? bytes[0] : (byte)0);
        pauses = hasHead ? bytes[2] : (byte)0;
        Wire = hasHead ? bytes[HeadLength..] : bytes;
        Piece = hasHead && bytes[1] > 0 ? Math.Max(bytes[1], Wire.Length / MostPieces) : int.MaxValue;
    }

    public ReadRequest Request { get; }

    /// <summary>The bytes on the wire come in pieces so long.</summary>
    public int Piece { get; }

    public ReadOnlySpan<byte> Wire { get; }

    /// <summary>Pause before each piece: all have come within a client's time-out.</summary>
    public TimeSpan Gap => Wire.IsEmpty || Piece == int.MaxValue
        ? TimeSpan.Zero
        : Min(TimeSpan.FromMilliseconds(pauses % 4 * 15), WholeSpan / ((Wire.Length / Piece) + 1));

    /// <summary>Pieces before which a server sees a pause that ends a frame.</summary>
    public int PauseEvery => pauses / 4;

    public byte[][] Pieces() => Wire.IsEmpty ? [] : [.. Wire.ToArray().Chunk(Piece)];

    private static ReadRequest RequestOf(byte what)
    {
        var table = (ModbusTable)(1 + (what & 3));
        var isLong = (what & 4) != 0;
        var count = table is ModbusTable.Coil or ModbusTable.DiscreteInput
            ? isLong ? ReadRequest.MaxBits : 1 + (what >> 3)
            : isLong ? ReadRequest.MaxRegisters : 1 + (what >> 5);
        return new ReadRequest(Unit, table, (ushort)(what * 3), (ushort)count);
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
