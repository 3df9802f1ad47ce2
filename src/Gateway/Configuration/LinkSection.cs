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
    private const string DefaultFormat = "8E1";
    private static readonly string[] Transports = ["serial", "tcp", "rtu_over_tcp"];
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(1);

    public static IReadOnlyList<LinkOptions> Read(YamlMap root, ProfileLibrary profiles)
    {
        var maps = root.Maps("links");
        if (maps.Count is 0 or > MaxLinks)
        {
            root.Fault("links", $"name 1 to {MaxLinks} links, each with its devices");
        }

        var links = maps.Select(map => ReadLink(map, profiles)).ToList();
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

    private static LinkOptions ReadLink(YamlMap map, ProfileLibrary profiles)
    {
        var name = map.Name("name");
        var transport = ReadTransport(map);
        var standard = new ModbusTiming();
        var timing = standard with
        {
            ConnectTimeout = map.Duration("connect_timeout", ShortestTimeout, LongestTimeout, standard.ConnectTimeout),
            ReplyTimeout = map.Duration("reply_timeout", ShortestTimeout, LongestTimeout, standard.ReplyTimeout),
        };
        var deviceMaps = map.Maps("devices");
        if (deviceMaps.Count == 0)
        {
            map.Fault("devices", "name at least one device on this link");
        }

        var devices = deviceMaps.Select(device => DeviceSection.Read(device, profiles)).ToList();
        var deadShare = map.Number("dead_share_pct", SmallestDeadShare, LargestDeadShare, LinkPoller.DefaultDeadShare * 100) / 100;
        map.RejectUnknownKeys();
        var place = map.PlaceOf(Transports.FirstOrDefault(map.Has) ?? "name");
        return new LinkOptions(name, transport, timing, devices, place) { DeadShare = deadShare };
    }

    private static Transport ReadTransport(YamlMap map)
    {
        var given = Transports.Where(map.Has).ToList();
        if (given.Count != 1)
        {
            map.Fault(given.ElementAtOrDefault(1) ?? "name", $"give exactly one of {string.Join(", ", Transports)}");
        }

        return given.FirstOrDefault() switch
        {
            "serial" => ReadSerial(map),
            "rtu_over_tcp" => new Transport.RtuOverTcp(map.EndPoint("rtu_over_tcp", ModbusPort)),
            "tcp" => new Transport.Tcp(map.EndPoint("tcp", ModbusPort)),
            _ => Transport.None,
        };
    }

    private static Transport ReadSerial(YamlMap map)
    {
        var path = map.Text("serial");
        var baud = map.Integer("baud", SerialLine.MinBaudRate, SerialLine.MaxBaudRate, DefaultBaudRate);
        var format = map.Text("format", DefaultFormat);
        if (SerialLine.TryParseFormat(format, out var parity, out var stopBits) is { } wrong)
        {
            map.Fault("format", wrong);
        }

        return path.Length > 0 ? new Transport.Serial(new SerialLine(path, baud, parity, stopBits)) : Transport.None;
    }
}
