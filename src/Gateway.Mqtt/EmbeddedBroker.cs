using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using MQTTnet.Server;

namespace Gateway.Mqtt;

/// <summary>
/// A broker in this process for the demonstration: loopback only, no users, all in memory. Shared subscriptions are not supported.
/// </summary>
/// <remarks>
/// Of more than <see cref="MostPendingPerClient"/> messages waiting for one client, the oldest are dropped. Nothing is lost by that:
/// without
/// the bridge's acknowledgement their gateways send them again.
/// </remarks>
public sealed class EmbeddedBroker : IAsyncDisposable
{
    /// <summary>Messages waiting for one client. The library's own bound would be 1000.</summary>
    public const int MostPendingPerClient = 10_000;

    private const int MostAttempts = 5;

    private readonly MqttServer server;
    private readonly ILogger logger;
    private int overflows;

    private EmbeddedBroker(int port, ILogger logger)
    {
        Port = port;
        this.logger = logger;
        server = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(port)
            .WithMaxPendingMessagesPerClient(MostPendingPerClient)
            .WithPendingMessagesOverflowStrategy(MqttPendingMessagesOverflowStrategy.DropOldestQueuedMessage)
            .Build());
        server.QueuedApplicationMessageOverwrittenAsync += OnOverflowAsync;
    }

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Messages dropped so far.</summary>
    public int Overflows => Volatile.Read(ref overflows);

    /// <summary>Starts a broker.</summary>
    /// <param name="port">Where to listen; 0 for any free port.</param>
    /// <param name="logger">One line per change of state.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static async Task<EmbeddedBroker> StartAsync(int port, ILogger<EmbeddedBroker> logger)
    {
        for (var attempt = 1; ; attempt++)
        {
            var broker = new EmbeddedBroker(port == 0 ? FreePort() : port, logger);
            try
            {
                await broker.server.StartAsync();
                Log.BrokerStarted(logger, broker.Port);
                return broker;
            }
            catch (SocketException) when (port == 0 && attempt < MostAttempts)
            {
                // Somebody else was faster.
                broker.server.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await server.StopAsync(new MqttServerStopOptions());
        server.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task OnOverflowAsync(QueueMessageOverwrittenEventArgs arguments)
    {
        if (Interlocked.Increment(ref overflows) == 1)
        {
            Log.BrokerOverflow(logger, MostPendingPerClient, arguments.ReceiverClientId);
        }

        return Task.CompletedTask;
    }
}
