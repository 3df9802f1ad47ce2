using System.CommandLine;
using Gateway.Modbus;

namespace Gateway.Verbs;

/// <summary>The options <c>--trace FILE</c> and <c>--trace-max MIB</c>.</summary>
internal sealed class TraceArguments
{
    private const int DefaultMib = 100;
    private const int MaxMib = 1 << 20;

    private readonly Option<string?> file = new("--trace")
    {
        Description = "Write every frame on the wire to this pcapng file, for Wireshark.",
    };

    private readonly Option<int> maxMib = new("--trace-max")
    {
        Description = "MiB for the trace. At half of it the file is turned over to FILE.previous, so that the newest is always there.",
        DefaultValueFactory = _ => DefaultMib,
    };

    public void AddTo(Command command)
    {
        ArgumentParsers.Require(maxMib, 1, MaxMib);
        command.Options.Add(file);
        command.Options.Add(maxMib);
    }

    /// <summary>Begins the trace that was asked for; null when none was.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public PcapngTrace? Open(ParseResult parsed, Action<string> onFault) => parsed.GetValue(file) is { } path
        ? PcapngTrace.Create(path, (long)parsed.GetValue(maxMib) << 20, TimeProvider.System, onFault)
        : null;
}
