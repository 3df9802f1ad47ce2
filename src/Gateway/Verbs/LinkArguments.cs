using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Gateway.Commissioning;
using Gateway.Modbus;

namespace Gateway.Verbs;

/// <summary>
/// Where devices are: one of <c>--tcp</c>, <c>--rtu-over-tcp</c>, <c>--ascii-over-tcp</c>, <c>--serial</c>, and the line's settings.
/// </summary>
internal sealed class LinkArguments
{
    private const int ModbusPort = 502;
    private const string Rtu = "rtu";
    private const string Ascii = "ascii";
    private const string UsualAsciiFormat = "7E1";

    private readonly Option<DnsEndPoint?> tcp = new("--tcp")
    {
        Description = "Modbus TCP at HOST[:PORT].",
        CustomParser = ArgumentParsers.EndPoint(ModbusPort),
    };

    private readonly Option<DnsEndPoint?> rtuOverTcp = new("--rtu-over-tcp")
    {
        Description = "RTU frames through a serial device server at HOST:PORT.",
        CustomParser = ArgumentParsers.EndPoint(ModbusPort),
    };

    private readonly Option<DnsEndPoint?> asciiOverTcp = new("--ascii-over-tcp")
    {
        Description = "ASCII frames through a serial device server at HOST:PORT.",
        CustomParser = ArgumentParsers.EndPoint(ModbusPort),
    };

    private readonly Option<string?> serial = new("--serial") { Description = "This port, e.g. /dev/ttyUSB0." };
    private readonly Option<string> framing = new("--framing")
    {
        Description = "What the serial line speaks.",
        DefaultValueFactory = _ => Rtu,
    };

    private readonly Option<IReadOnlyList<int>> baud;
    private readonly Option<string[]> format;

    private readonly Option<TimeSpan?> timeout;

    /// <param name="takesLists">True where several line settings are tried in turn.</param>
    /// <param name="timeoutHelp">What the default of <c>--timeout</c> is.</param>
    public LinkArguments(bool takesLists, string timeoutHelp)
    {
        baud = new Option<IReadOnlyList<int>>("--baud")
        {
            Description = takesLists ? "Bits per second, one or more: 9600,19200." : "Bits per second of the serial line.",
            CustomParser = Bauds,
        };
        format = new Option<string[]>("--format")
        {
            Description = takesLists ? "Data bits, parity, stop bits, one or more: 8E1,8N1." : "Data bits, parity and stop bits, e.g. 8E1.",
            CustomParser = Formats,
        };
        timeout = new Option<TimeSpan?>("--timeout")
        {
            Description = $"How long to wait for an answer; {timeoutHelp} by default.",
            CustomParser = ArgumentParsers.Duration,
        };
        timeout.Validators.Add(RequireTimeout);
        framing.AcceptOnlyFromAmong(Rtu, Ascii);
        TakesLists = takesLists;
    }

    private bool TakesLists { get; }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { tcp, rtuOverTcp, asciiOverTcp, serial, framing, baud, format, timeout })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(RequireOneLink);
    }

    /// <summary>The wait that was asked for, or what suits the kind of link.</summary>
    public ModbusTiming Timing(ParseResult parsed, TimeSpan onSerial, TimeSpan onTcp) => new()
    {
        ReplyTimeout = parsed.GetValue(timeout) ?? (parsed.GetValue(serial) is null ? onTcp : onSerial),
    };

    /// <summary>
    /// The links to try in turn. On TCP each is a pair of the two usual framings, the one asked for first; on a serial line there is one
    /// for each combination of settings.
    /// </summary>
    /// <param name="parsed">A command line without errors.</param>
    /// <param name="usualBaud">Where none is given.</param>
    /// <param name="usualFormat">Where none is given, of an RTU line.</param>
    public IReadOnlyList<IReadOnlyList<WireLink>> Links(ParseResult parsed, int usualBaud, string usualFormat)
    {
        if (parsed.GetValue(tcp) is { } host)
        {
            return [[WireLink.Tcp(host), WireLink.RtuOverTcp(host)]];
        }

        if (parsed.GetValue(rtuOverTcp) is { } box)
        {
            return [[WireLink.RtuOverTcp(box), WireLink.Tcp(box)]];
        }

        if (parsed.GetValue(asciiOverTcp) is { } asciiBox)
        {
            return [[WireLink.AsciiOverTcp(asciiBox)]];
        }

        var path = parsed.GetValue(serial)!;
        var spoken = parsed.GetValue(framing) == Ascii ? ModbusFraming.Ascii : ModbusFraming.Rtu;
        IReadOnlyList<int> bauds = parsed.GetValue(baud) is { Count: > 0 } given ? given : [usualBaud];
        var usual = spoken == ModbusFraming.Ascii ? UsualAsciiFormat : usualFormat;
        IReadOnlyList<string> formats = parsed.GetValue(format) is { Length: > 0 } asked ? asked : [usual];
        return [.. from rate in bauds from bits in formats select (IReadOnlyList<WireLink>)[WireLink.Serial(path, rate, bits, spoken)]];
    }

    private void RequireOneLink(CommandResult result)
    {
        var given = new Option[] { tcp, rtuOverTcp, asciiOverTcp, serial }.Count(option => result.GetResult(option) is not null);
        if (given != 1)
        {
            result.AddError(
                "say where: give exactly one of --tcp HOST[:PORT], --rtu-over-tcp HOST:PORT, --ascii-over-tcp HOST:PORT and --serial PORT");
        }
        else if (result.GetResult(serial) is null && new Option[] { baud, format, framing }.Any(option => IsGiven(result, option)))
        {
            result.AddError("--baud, --format and --framing are for --serial; a box on TCP has its own line settings");
        }
        else if (result.GetResult(framing) is not { Tokens: [{ Value: Ascii }, ..] })
        {
            RequireRtuFormats(result);
        }
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private void RequireRtuFormats(CommandResult result)
    {
        foreach (var token in result.GetResult(format)?.Tokens ?? [])
        {
            foreach (var wrong in token.Value.Split(',').Where(text => SerialLine.FormatFault(text, ModbusFraming.Ascii) is null)
                .Select(text => SerialLine.FormatFault(text, ModbusFraming.Rtu)).OfType<string>())
            {
                result.AddError(wrong);
            }
        }
    }

    private List<int> Bauds(ArgumentResult result)
    {
        var rates = new List<int>();
        foreach (var text in result.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            if (ArgumentParsers.Whole(text, SerialLine.MinBaudRate, SerialLine.MaxBaudRate, out var rate))
            {
                rates.Add(rate);
            }
            else
            {
                result.AddError($"--baud takes a whole number from {SerialLine.MinBaudRate} to {SerialLine.MaxBaudRate}, not '{text}'");
            }
        }

        RequireOne(result, "--baud", rates.Count);
        return rates;
    }

    private string[] Formats(ArgumentResult result)
    {
        string[] formats = [.. result.Tokens.SelectMany(token => token.Value.ToUpperInvariant().Split(','))];
        foreach (var wrong in formats.Select(text => SerialLine.FormatFault(text, ModbusFraming.Ascii)).OfType<string>())
        {
            result.AddError(wrong);
        }

        RequireOne(result, "--format", formats.Length);
        return formats;
    }

    private void RequireOne(ArgumentResult result, string option, int count)
    {
        if (!TakesLists && count > 1)
        {
            result.AddError($"{option} takes one value here; 'gateway scan' tries several");
        }
    }

    private static void RequireTimeout(OptionResult result)
    {
        if (result.Tokens is [var token, ..] && Yaml.DurationText.TryParse(token.Value, out var wait)
            && (wait < ModbusTiming.Shortest || wait > ModbusTiming.Longest))
        {
            result.AddError($"--timeout is from 10ms to 60s, not {token.Value}");
        }
    }
}
