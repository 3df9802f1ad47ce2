using Gateway.Devices;
using Gateway.Modbus;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>Reads <c>links:</c>, the wires and their devices.</summary>
internal static class LinkSection
{
    private const int MaxLinks = 256;
    private const double SmallestDeadShare = 1;
    private const double LargestDeadShare = 50;
    private const int ModbusPort = 502;
    private const int DefaultBaudRate = 9600;
    private const string DefaultRtuFormat = "8E1";
    private const string DefaultAsciiFormat = "7E1";
    private static readonly string[] Transports = ["serial", "tcp", "rtu_over_tcp", "ascii_over_tcp"];
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(1);
    private static readonly string[] SerialOnly = ["baud", "format", "framing", "rs485"];
    private static readonly string[] TcpOnly = ["tls", "pipeline"];
    private static readonly Dictionary<string, ModbusFraming> Framings = new(StringComparer.Ordinal)
    {
        ["rtu"] = ModbusFraming.Rtu, ["ascii"] = ModbusFraming.Ascii,
    };

    public static IReadOnlyList<LinkOptions> Read(YamlMap root, string folder, ProfileLibrary profiles)
    {
        var maps = root.Maps("links");
        if (maps.Count is 0 or > MaxLinks)
        {
            root.Fault("links", $"name 1 to {MaxLinks} links, each with its devices");
        }

        var links = maps.Select(map => ReadLink(map, folder, profiles)).ToList();
        UniqueNames.Require(maps, [.. links.Select(link => link.Name)], "a link");
        var deviceMaps = maps.SelectMany(map => map.Maps("devices")).ToList();
        RequireOneLinkPerPort(maps, links);
        UniqueNames.Require(deviceMaps, [.. links.SelectMany(link => link.Devices).Select(device => device.Name)], "a device");
        return links;
    }

    private static void RequireOneLinkPerPort(IReadOnlyList<YamlMap> maps, List<LinkOptions> links)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < links.Count; i++)
        {
            if (links[i].Transport is Transport.Serial { Line.Path: var path } && !taken.TryAdd(path, links[i].Name))
            {
                maps[i].Fault("serial", $"link '{taken[path]}' has this port already: put the devices of one line under one link");
            }
        }
    }

    private static LinkOptions ReadLink(YamlMap map, string folder, ProfileLibrary profiles)
    {
        var name = map.Name("name");
        var transport = ReadTransport(map, folder);
        var standard = new ModbusTiming();
        var timing = standard with
        {
            ConnectTimeout = map.Duration("connect_timeout", ShortestTimeout, LongestTimeout, standard.ConnectTimeout),
            ReplyTimeout = map.Duration("reply_timeout", ShortestTimeout, LongestTimeout, standard.ReplyTimeout),
            Turnaround = map.Duration("turnaround", TimeSpan.Zero, LongestTimeout, standard.Turnaround),
        };
        if (transport is Transport.Tcp { Pipeline: > 1 } && timing.Turnaround > TimeSpan.Zero)
        {
            map.Fault("turnaround", "a pause between reply and request needs one request at a time: leave 'pipeline' at 1");
        }

        var deviceMaps = map.Maps("devices");
        if (deviceMaps.Count == 0)
        {
            map.Fault("devices", "name at least one device on this link");
        }

        var devices = deviceMaps.Select(device => DeviceSection.Read(device, profiles)).ToList();
        var deadShare = map.Number("dead_share_pct", SmallestDeadShare, LargestDeadShare, LinkPoller.DefaultDeadShare * 100) / 100;
        map.RejectUnknownKeys();
        var place = map.PlaceOf(Transports.FirstOrDefault(map.Has) ?? "name");
        return new LinkOptions(name, transport, timing, devices, place) { DeadShare = deadShare, Text = SourceText.Of(map) };
    }

    private static Transport ReadTransport(YamlMap map, string folder)
    {
        var given = Transports.Where(map.Has).ToList();
        if (given.Count != 1)
        {
            map.Fault(given.ElementAtOrDefault(1) ?? "name", $"give exactly one of {string.Join(", ", Transports)}");
        }

        RejectKeysOfOthers(map, given.FirstOrDefault());
        return given.FirstOrDefault() switch
        {
            "serial" => ReadSerial(map),
            "rtu_over_tcp" => new Transport.RtuOverTcp(map.EndPoint("rtu_over_tcp", ModbusPort)),
            "ascii_over_tcp" => new Transport.AsciiOverTcp(map.EndPoint("ascii_over_tcp", ModbusPort)),
            "tcp" => new Transport.Tcp(
                map.EndPoint("tcp", map.Has("tls") ? ModbusTls.Port : ModbusPort),
                TlsSection.Read(map, folder),
                map.Integer("pipeline", 1, ModbusTcpClient.MaxPipeline, 1)),
            _ => Transport.None,
        };
    }

    /// <summary>A key that only means something on another kind of link was put there in the hope that it does something.</summary>
    private static void RejectKeysOfOthers(YamlMap map, string? transport)
    {
        foreach (var key in SerialOnly.Where(key => transport != "serial" && map.Has(key)))
        {
            map.Fault(key, $"'{key}' is for a link with 'serial'");
        }

        foreach (var key in TcpOnly.Where(key => transport != "tcp" && map.Has(key)))
        {
            map.Fault(key, $"'{key}' is for a link with 'tcp'");
        }
    }

    private static Transport ReadSerial(YamlMap map)
    {
        var path = map.Text("serial");
        var baud = map.Integer("baud", SerialLine.MinBaudRate, SerialLine.MaxBaudRate, DefaultBaudRate);
        var framing = map.Choice("framing", Framings, ModbusFraming.Rtu);
        var usual = framing == ModbusFraming.Ascii ? DefaultAsciiFormat : DefaultRtuFormat;
        var format = map.Text("format", usual);
        if (SerialLine.FormatFault(format, framing) is { } wrong)
        {
            map.Fault("format", wrong);
            format = usual;
        }

        var rs485 = ReadRs485(map);
        return path.Length > 0
            ? new Transport.Serial(SerialLine.Parse(path, baud, format) with { Rs485 = rs485 }, framing)
            : Transport.None;
    }

    private static Rs485? ReadRs485(YamlMap map) => map.MapOrNull("rs485") is { } rs485
        ? new Rs485
        {
            RtsOnSend = rs485.Flag("rts_on_send", true),
            DelayBeforeSend = rs485.Duration("delay_before", TimeSpan.Zero, Rs485.MaxDelay, TimeSpan.Zero),
            DelayAfterSend = rs485.Duration("delay_after", TimeSpan.Zero, Rs485.MaxDelay, TimeSpan.Zero),
        }
        : null;
}
