using System.Net.Sockets;
using Gateway.Configuration;
using Gateway.Status;

namespace Gateway.Verbs;

/// <summary>Begins to serve the status where the configuration says.</summary>
internal static class StatusListening
{
    /// <summary>The server; null where none is configured.</summary>
    /// <exception cref="NamedFailure">The address cannot be taken.</exception>
    public static async Task<StatusServer?> StartAsync(HttpOptions? http, CancellationToken stop)
    {
        try
        {
            return http is null ? null : await StatusServer.StartAsync(http.Listen, stop);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            throw new NamedFailure($"{http!.Place}: cannot listen on {http.Listen}: {fault.Message} Free the port or set another one.");
        }
    }
}
