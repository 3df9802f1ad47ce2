using System.IO.Ports;

namespace Gateway.Modbus;

/// <summary>
/// How a serial line is set. Modbus RTU always has 8 data bits; Modbus ASCII has 7 as a rule (Modbus over Serial Line V1.02, 2.5.1 and
/// 2.5.2).
/// </summary>
public sealed record SerialLine
{
    /// <summary>Slowest line.</summary>
    public const int MinBaudRate = 300;

    /// <summary>Fastest line.</summary>
    public const int MaxBaudRate = 921_600;

    /// <summary>Says why a line with 7 data bits cannot carry RTU.</summary>
    public const string RtuNeedsEightBits =
        "Modbus RTU needs 8 data bits, for its bytes take all values; 7 are for Modbus ASCII: set the framing to ascii.";

    /// <summary>Describes a line.</summary>
    /// <param name="path">The device file or port name: <c>/dev/ttyUSB0</c>, <c>/dev/serial/by-id/…</c>, <c>COM3</c>.</param>
    /// <param name="baudRate">Bits per second, <see cref="MinBaudRate"/> to <see cref="MaxBaudRate"/>.</param>
    /// <param name="parity">Any.</param>
    /// <param name="stopBits">One or two.</param>
    /// <param name="dataBits">Data bits of a character, 7 or 8.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Another value is not allowed.</exception>
    public SerialLine(string path, int baudRate, Parity parity, StopBits stopBits, int dataBits = 8)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(baudRate, MinBaudRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(baudRate, MaxBaudRate);
        if (!Enum.IsDefined(parity))
            throw new ArgumentOutOfRangeException(nameof(parity), parity, "Set the parity to None, Even, Odd, Mark or Space.");
        if (stopBits is not (StopBits.One or StopBits.Two))
            throw new ArgumentOutOfRangeException(nameof(stopBits), stopBits, "Set one or two stop bits.");
        if (dataBits is not (7 or 8))
            throw new ArgumentOutOfRangeException(nameof(dataBits), dataBits, "Set 7 or 8 data bits.");
        (Path, BaudRate, Parity, StopBits, DataBits) = (path, baudRate, parity, stopBits, dataBits);
    }

    /// <summary>The device file or port name.</summary>
    public string Path { get; }

    /// <summary>Bits per second.</summary>
    public int BaudRate { get; }

    /// <summary>None, even, odd, or a bit that is always 1 (mark) or 0 (space).</summary>
    public Parity Parity { get; }

    /// <summary>One or two.</summary>
    public StopBits StopBits { get; }

    /// <summary>Data bits of a character, 7 or 8.</summary>
    public int DataBits { get; }

    /// <summary>RS-485 direction by the kernel; null leaves the port as it is.</summary>
    public Rs485? Rs485 { get; init; }

    /// <summary>Bits that a character takes on the wire: start, data, parity, stop. 10 for 8N1, 11 for 8E1 and 8N2.</summary>
    public int BitsPerCharacter => 1 + DataBits + (Parity == Parity.None ? 0 : 1) + (StopBits == StopBits.Two ? 2 : 1);

    /// <summary>
    /// Silence between two frames (t3.5): 3.5 characters, but 1.750 ms above 19,200 baud (Modbus over Serial Line V1.02, 2.5.1.1).
    /// </summary>
    public TimeSpan FrameSilence => BaudRate > 19_200 ? TimeSpan.FromMicroseconds(1750) : TimeOf(1) * 3.5;

    /// <summary>How long so many characters take without a gap.</summary>
    public TimeSpan TimeOf(int characters) => TimeSpan.FromSeconds((double)characters * BitsPerCharacter / BaudRate);

    /// <summary>Data bits, parity and stop bits as device manuals print them, e.g. 8E1.</summary>
    public string Format => $"{DataBits}{Parity.ToString()[0]}{(StopBits == StopBits.Two ? 2 : 1)}";

    /// <summary>Reads a format as device manuals print it: data bits, parity, stop bits, such as 8E1, 8N2, 8o1 or 7E1.</summary>
    /// <returns>Null when it is good, else what is wrong with it and what is allowed.</returns>
    public static string? TryParseFormat(string format, out int dataBits, out Parity parity, out StopBits stopBits)
    {
        (dataBits, parity, stopBits) = (8, Parity.None, StopBits.One);
        if (format is not [var data, var parityLetter, var stop])
            return $"'{format}' is not a character format. {Allowed}";
        if (data is not ('7' or '8'))
            return $"'{format}' has not 7 or 8 data bits. {Allowed}";
        if (ParityOf(parityLetter) is not { } known)
            return $"'{format}' has no parity N, E, O, M or S in the middle. {Allowed}";
        if (stop is not ('1' or '2'))
            return $"'{format}' has not 1 or 2 stop bits. {Allowed}";
        (dataBits, parity, stopBits) = (data - '0', known, stop == '2' ? StopBits.Two : StopBits.One);
        return null;
    }

    /// <summary>Says what is wrong with a format for a framing, and what is allowed; null when it is good.</summary>
    public static string? FormatFault(string format, ModbusFraming framing) =>
        TryParseFormat(format, out var dataBits, out _, out _) is { } wrong
            ? wrong
            : dataBits == 8 || framing == ModbusFraming.Ascii ? null : $"'{format}' has not 8 data bits. {RtuNeedsEightBits}";

    private const string Allowed = "Use 8E1, 8N1 and the like: 7 or 8 data bits, parity N, E, O, M or S, 1 or 2 stop bits.";

    /// <summary>Describes a line whose format is given as manuals print it.</summary>
    /// <exception cref="FormatException">The format is none.</exception>
    public static SerialLine Parse(string path, int baudRate, string format) =>
        TryParseFormat(format, out var dataBits, out var parity, out var stopBits) is { } wrong
            ? throw new FormatException(wrong)
            : new SerialLine(path, baudRate, parity, stopBits, dataBits);

    private static Parity? ParityOf(char letter) => char.ToUpperInvariant(letter) switch
    {
        'N' => Parity.None,
        'E' => Parity.Even,
        'O' => Parity.Odd,
        'M' => Parity.Mark,
        'S' => Parity.Space,
        _ => null,
    };
}
