using System.Net;
using System.Net.Sockets;

namespace Gateway.TestKit.Servers;

/// <summary>Finds ports that nobody uses.</summary>
public static class FreePort
{
    /// <summary>A free TCP port of the loopback address. Somebody may take it before you do: retry then.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
