using System.Globalization;
using System.Net;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>Reads <c>host:port</c>.</summary>
internal static class EndPointText
{
    /// <summary>The end point at a key; a fault and the fallback when it is none.</summary>
    public static DnsEndPoint EndPoint(this YamlMap map, string key, int defaultPort, string? fallback = null)
    {
        var text = fallback is null ? map.Text(key) : map.Text(key, fallback);
        if (TryParse(text, defaultPort, out var endPoint))
        {
            return endPoint;
        }

        if (text.Length > 0)
        {
            map.Fault(key, $"'{text}' is no address: write host:port, e.g. 192.168.1.20:{defaultPort}");
        }

        return new DnsEndPoint("localhost", defaultPort);
    }

    public static bool TryParse(string text, int defaultPort, out DnsEndPoint endPoint)
    {
        endPoint = new DnsEndPoint("localhost", defaultPort);
        // An IPv6 address stands in brackets, so that its colons are not taken for the port's.
        var portMark = text.StartsWith('[') ? text.IndexOf("]:", StringComparison.Ordinal) + 1 : text.LastIndexOf(':');
        var host = (portMark > 0 ? text[..portMark] : text).Trim('[', ']');
        var port = defaultPort;
        if (portMark > 0 && !int.TryParse(text[(portMark + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port))
        {
            return false;
        }

        if (host.Length == 0 || port is < 0 or > ushort.MaxValue || Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            return false;
        }

        endPoint = new DnsEndPoint(host, port);
        return true;
    }
}
