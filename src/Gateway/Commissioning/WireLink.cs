using System.Globalization;
using System.Net;
using Gateway.Configuration;
using Gateway.Modbus;
using Gateway.Pipeline;

namespace Gateway.Commissioning;

/// <summary>A link that was named on the command line.</summary>
/// <param name="Kind">The key that a configuration names it by: tcp, rtu_over_tcp, ascii_over_tcp or serial.</param>
/// <param name="Target">Where, and for a serial line how it is set.</param>
/// <param name="Transport">How its bytes travel.</param>
internal sealed record WireLink(string Kind, string Target, Transport Transport)
{
    /// <summary>In words, e.g. <c>tcp 127.0.0.1:5020</c>.</summary>
    public string Text => $"{Kind} {Target}";

    public static WireLink Tcp(DnsEndPoint endPoint) => new("tcp", Name(endPoint), new Transport.Tcp(endPoint));

    public static WireLink RtuOverTcp(DnsEndPoint endPoint) => new("rtu_over_tcp", Name(endPoint), new Transport.RtuOverTcp(endPoint));

    public static WireLink AsciiOverTcp(DnsEndPoint endPoint) =>
        new("ascii_over_tcp", Name(endPoint), new Transport.AsciiOverTcp(endPoint));

    public static WireLink Serial(string path, int baud, string format, ModbusFraming framing) => new(
        "serial",
        string.Create(CultureInfo.InvariantCulture, $"{path} {baud} {format}{(framing == ModbusFraming.Ascii ? " ascii" : "")}"),
        new Transport.Serial(SerialLine.Parse(path, baud, format), framing));

    public IModbusClient Connect(ModbusTiming timing, PcapngTrace? trace)
    {
        var link = new InstalledLink(new LinkOptions(Text, Transport, timing, [], Text), []);
        return link.Connect(link.Observe(trace));
    }

    /// <summary>Why nothing can be sent there, and what to do.</summary>
    /// <param name="reason">What opening it said; null where that is not known.</param>
    public string Unreachable(string? reason)
    {
        var advice = Transport is Transport.Serial { Line.Path: var path } && !File.Exists(path)
            ? $"no serial port '{path}' on this machine; {FirstStart.SerialPortsHere()}"
            : Transport is Transport.Serial
                ? $"cannot open {Text}: stop what else uses it, and see that you may read and write it (group dialout)"
                : $"cannot connect to {Target}, or the connection is closed at once: check address, port and cable; "
                    + "a box may serve one client only";
        return reason is null ? advice : $"{advice} ({reason.TrimEnd('.')})";
    }

    private static string Name(DnsEndPoint endPoint) =>
        endPoint.Host.Contains(':', StringComparison.Ordinal) ? $"[{endPoint.Host}]:{endPoint.Port}" : $"{endPoint.Host}:{endPoint.Port}";
}
