using Gateway.Configuration;
using Gateway.Mqtt;

namespace Gateway.Pipeline;

/// <summary>
/// The first start proves the wiring: what is not there is named with its place, and nothing is started. Later starts go on whatever
/// is missing, since after a power cut the parts of a plant come back in any order and what can be recorded must be.
/// </summary>
internal static class FirstStart
{
    /// <summary>Looks for the serial ports and asks the broker, before anything is on disk.</summary>
    /// <exception cref="NamedFailure">Something is not there.</exception>
    public static async Task ProveAsync(GatewayOptions options, CancellationToken cancellationToken)
    {
        if (Directory.Exists(GatewayPipeline.JournalFolder(options)))
        {
            return;
        }

        foreach (var link in options.Links)
        {
            if (link.Transport is Transport.Serial serial && !File.Exists(serial.Line.Path))
            {
                throw new NamedFailure($"{link.Place}: no serial port '{serial.Line.Path}' on this machine; {SerialPortsHere()}");
            }
        }

        if (options.Forward is { } forward && await TryAsync(options, forward, cancellationToken) is { } fault)
        {
            throw new NamedFailure($"{forward.Place}: {fault}; start the broker or correct the address, later starts will not wait for it");
        }
    }

    private static Task<string?> TryAsync(GatewayOptions options, ForwardOptions forward, CancellationToken cancellationToken) =>
        BrokerProbe.TryAsync(forward.Broker, $"gateway-{options.Site}-{options.Gateway}", TimeProvider.System, cancellationToken);

    /// <summary>The serial ports of this machine, in words.</summary>
    public static string SerialPortsHere()
    {
        var ports = System.IO.Ports.SerialPort.GetPortNames();
        return ports.Length == 0 ? "there is none; plug the adapter in" : $"there are: {string.Join(", ", ports)}";
    }
}
