using System.Net;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>Reads where to listen: an address of this machine and a port.</summary>
internal static class ListenText
{
    /// <summary>The end point at a key; a fault and null when it is none.</summary>
    public static IPEndPoint? Listen(this YamlMap map, string key, int defaultPort, string fallback)
    {
        var endPoint = map.EndPoint(key, defaultPort, fallback);
        var host = endPoint.Host == "localhost" ? "127.0.0.1" : endPoint.Host;
        if (IPAddress.TryParse(host, out var address))
        {
            return new IPEndPoint(address, endPoint.Port);
        }

        map.Fault(key, $"'{endPoint.Host}' is no address of this machine: write 127.0.0.1, or 0.0.0.0 for all networks");
        return null;
    }
}
