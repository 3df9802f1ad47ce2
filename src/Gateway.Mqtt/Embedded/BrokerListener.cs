using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gateway.Mqtt.Connections;
using Microsoft.Extensions.Logging;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Implementations;
using MQTTnet.Server;

namespace Gateway.Mqtt.Embedded;

/// <summary>
/// Accepts connections in place of the library's listener, which bounds neither their number nor their packets, and would make room for
/// 256 MiB on the word of anybody who has not signed in.
/// </summary>
internal sealed class BrokerListener(EmbeddedBrokerOptions options, ILogger logger) : IMqttServerAdapter
{
    private static readonly TimeSpan LongestHandshake = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentDictionary<Socket, bool> connections = new();
    private Socket? listener;
    private X509Certificate2? certificate;
    private Task accepting = Task.CompletedTask;
    private int refused;

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; private set; } = options.Listen;

    /// <exception cref="SocketException">The port is taken, or the address is none of this machine.</exception>
    public Task StartAsync(MqttServerOptions serverOptions, IMqttNetLogger netLogger)
    {
        certificate = options.TlsCertificateFile is { } file ? PemCertificate.Load(file, options.TlsKeyFile!) : null;
        var socket = new Socket(options.Listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(options.Listen);
            socket.Listen();
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        listener = socket;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
        accepting = AcceptAsync(socket, serverOptions, netLogger);
        return Task.CompletedTask;
    }

    public async Task StopAsync()
    {
        await ending.CancelAsync();
        listener?.Dispose();
        foreach (var socket in connections.Keys)
        {
            socket.Dispose();
        }

        await accepting;
    }

    public void Dispose()
    {
        listener?.Dispose();
        certificate?.Dispose();
        ending.Dispose();
    }

    private async Task AcceptAsync(Socket socket, MqttServerOptions serverOptions, IMqttNetLogger netLogger)
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                var client = await socket.AcceptAsync(ending.Token);
                if (connections.Count < options.MaxClients)
                {
                    connections[client] = true;
                    _ = ServeAsync(client, serverOptions, netLogger);
                    continue;
                }

                client.Dispose();
                if (Interlocked.Increment(ref refused) == 1)
                {
                    Log.BrokerFull(logger, options.MaxClients);
                }
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // A client that left before it was accepted; or the end, by which the loop ends.
            }
        }
    }

    private async Task ServeAsync(Socket client, MqttServerOptions serverOptions, IMqttNetLogger netLogger)
    {
        try
        {
            client.NoDelay = true;
            client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await using var secured = await SecureAsync(new NetworkStream(client, ownsSocket: true));
            await using var stream = new BoundedStream(secured, options.MaxPacketBytes);
            using var channel = new MqttTcpChannel(stream, client.LocalEndPoint, client.RemoteEndPoint, null);
            var buffer = new MqttBufferWriter(serverOptions.WriterBufferSize, serverOptions.WriterBufferSizeMax);
            using var adapter = new MqttChannelAdapter(channel, new MqttPacketFormatterAdapter(buffer), netLogger);
            await ClientHandler!(adapter);
        }
        catch (Exception)
        {
            // Whatever ended one client's connection, the others go on.
        }
        finally
        {
            connections.TryRemove(client, out _);
            client.Dispose();
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream plain)
    {
        if (certificate is null)
        {
            return plain;
        }

        using var timeout = new CancellationTokenSource(LongestHandshake, TimeProvider.System);
        var secured = new SslStream(plain);
        await secured.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = certificate,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            },
            timeout.Token);
        return secured;
    }
}
