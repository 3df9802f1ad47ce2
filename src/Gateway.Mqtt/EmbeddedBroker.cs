using System.Net;
using System.Net.Sockets;
using Gateway.Mqtt.Embedded;
using Microsoft.Extensions.Logging;
using MQTTnet.Server;

namespace Gateway.Mqtt;

/// <summary>
/// A broker in this process, for sites without one and for the demonstration. All is in memory. Shared subscriptions are not supported.
/// </summary>
/// <remarks>
/// Of more than <see cref="EmbeddedBrokerOptions.MaxQueuedMessages"/> messages waiting for one client, the oldest are dropped. Nothing is
/// lost by that: without the bridge's acknowledgement their gateways send them again. Nor is it by a restart.
/// </remarks>
public sealed class EmbeddedBroker : IAsyncDisposable
{
    private static readonly TimeSpan LongestSilenceBeforeConnect = TimeSpan.FromSeconds(10);

    private readonly EmbeddedBrokerOptions options;
    private readonly BrokerListener listener;
    private readonly MqttServer server;
    private readonly ILogger logger;
    private int overflows;

    private EmbeddedBroker(EmbeddedBrokerOptions options, ILogger logger)
    {
        this.options = options;
        this.logger = logger;
        listener = new BrokerListener(options, logger);
        server = new MqttServerFactory().CreateMqttServer(
            new MqttServerOptionsBuilder()
                .WithoutDefaultEndpoint()
                .WithDefaultCommunicationTimeout(LongestSilenceBeforeConnect)
                .WithMaxPendingMessagesPerClient(options.MaxQueuedMessages)
                .WithPendingMessagesOverflowStrategy(MqttPendingMessagesOverflowStrategy.DropOldestQueuedMessage)
                .Build(),
            [listener]);
        server.QueuedApplicationMessageOverwrittenAsync += OnOverflowAsync;
        new BrokerGuard(options, logger).Attach(server);
    }

    /// <summary>Where it listens, with the port that was really taken.</summary>
    public IPEndPoint EndPoint => listener.EndPoint;

    /// <summary>The port that was really taken.</summary>
    public int Port => EndPoint.Port;

    /// <summary>Messages dropped so far.</summary>
    public int Overflows => Volatile.Read(ref overflows);

    /// <summary>Starts a broker on loopback that lets everybody in.</summary>
    /// <param name="port">Where to listen; 0 for any free port.</param>
    /// <param name="logger">One line per change of state.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static Task<EmbeddedBroker> StartAsync(int port, ILogger<EmbeddedBroker> logger) =>
        StartAsync(new EmbeddedBrokerOptions { Listen = new IPEndPoint(IPAddress.Loopback, port) }, logger);

    /// <summary>Starts a broker.</summary>
    /// <param name="options">Whom it lets in, and its bounds.</param>
    /// <param name="logger">One line per change of state.</param>
    /// <exception cref="SocketException">The port is taken, or the address is none of this machine.</exception>
    public static async Task<EmbeddedBroker> StartAsync(EmbeddedBrokerOptions options, ILogger<EmbeddedBroker> logger)
    {
        var broker = new EmbeddedBroker(options, logger);
        try
        {
            await broker.server.StartAsync();
        }
        catch
        {
            broker.server.Dispose();
            throw;
        }

        Log.BrokerStarted(logger, broker.EndPoint.ToString(), options.Users.Count);
        return broker;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await server.StopAsync(new MqttServerStopOptions());
        server.Dispose();
    }

    private Task OnOverflowAsync(QueueMessageOverwrittenEventArgs arguments)
    {
        if (Interlocked.Increment(ref overflows) == 1)
        {
            Log.BrokerOverflow(logger, options.MaxQueuedMessages, arguments.ReceiverClientId);
        }

        return Task.CompletedTask;
    }
}
