using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Gateway.Modbus;

/// <summary>Answers reads on TCP. For simulators and tests. Allocates per connection, not per request.</summary>
public sealed class ModbusTcpServer : IAsyncDisposable
{
    /// <summary>
    /// Most connections at a time. For one more the one that has been silent longest gives way, as the Modbus Messaging on TCP/IP
    /// Implementation Guide V1.0b, 4.2.2 asks: a client that lost its power never closes its own. Where none has been silent for
    /// <see cref="SilenceBeforeGivingWay"/>, the new one is closed.
    /// </summary>
    public const int MaxConnections = 512;

    /// <summary>How long a connection is left alone that asks nothing, or takes no answer, while others wait for its place.</summary>
    public static readonly TimeSpan SilenceBeforeGivingWay = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly Dictionary<Task, ServedStream> sessions = [];
    private readonly Func<Stream, Func<CancellationToken, Task>> newSession;
    private readonly SslServerAuthenticationOptions? tls;
    private readonly TimeProvider time;
    private readonly Socket listener;
    private readonly Task accepting;
    private long connectionsAccepted;

    private ModbusTcpServer(
        Socket listener, Func<Stream, Func<CancellationToken, Task>> newSession, TimeProvider time, SslServerAuthenticationOptions? tls)
    {
        (this.listener, this.newSession, this.time, this.tls) = (listener, newSession, time, tls);
        EndPoint = (IPEndPoint)listener.LocalEndPoint!;
        accepting = AcceptAsync();
    }

    /// <summary>Where it listens, with the port that the system chose when 0 was asked for.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>How many clients have connected since the start.</summary>
    public long ConnectionsAccepted => Interlocked.Read(ref connectionsAccepted);

    /// <summary>How many clients are connected.</summary>
    public int ConnectionCount
    {
        get
        {
            lock (gate)
                return sessions.Count;
        }
    }

    /// <summary>Starts to listen and to answer.</summary>
    /// <param name="endPoint">Where to listen; port 0 lets the system choose.</param>
    /// <param name="framing">What wraps the PDUs.</param>
    /// <param name="hasUnit">Which units are there; all others are silent, even to what is forbidden.</param>
    /// <param name="handler">Answers the reads; called on several connections at a time.</param>
    /// <param name="time">Tells the pause that ends a broken RTU or ASCII frame.</param>
    /// <param name="tls">Certificates of Modbus/TCP Security; null to serve in the clear.</param>
    /// <exception cref="IOException">The port is taken, or may not be used.</exception>
    public static ModbusTcpServer Start(
        IPEndPoint endPoint,
        ModbusFraming framing,
        Predicate<byte> hasUnit,
        ReadHandler handler,
        TimeProvider time,
        SslServerAuthenticationOptions? tls = null)
    {
        Func<Stream, Func<CancellationToken, Task>> newSession = framing switch
        {
            ModbusFraming.Mbap => stream => new MbapSession(stream, hasUnit, handler).RunAsync,
            ModbusFraming.Rtu => stream => new RtuSession(stream, hasUnit, handler, time).RunAsync,
            ModbusFraming.Ascii => stream => new AsciiSession(stream, hasUnit, handler, time).RunAsync,
            _ => throw new ArgumentOutOfRangeException(nameof(framing), framing, "Choose one of the framings."),
        };
        return new ModbusTcpServer(Listen(endPoint), newSession, time, tls);
    }

    /// <summary>Closes the port and all connections, and waits until all is quiet.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        Task[] sessions;
        lock (gate)
            sessions = [.. this.sessions.Keys];
        await Task.WhenAll(sessions);
        stopping.Dispose();
    }

    private static Socket Listen(IPEndPoint endPoint)
    {
        var listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(endPoint);
            listener.Listen();
            return listener;
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new IOException($"Cannot listen on {endPoint}: {e.Message}. Choose another port, or stop what uses this one.", e);
        }
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Admit(await listener.AcceptAsync(stopping.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // A client that hung up before it was accepted; or no file handle is left, and to try at once would spin.
                await Task.Delay(PauseAfterFailure, time);
            }
        }
    }

    private void Admit(Socket client)
    {
        lock (gate)
        {
            if (sessions.Count >= MaxConnections && !MakeRoom())
            {
                client.Dispose();
                return;
            }

            client.NoDelay = true;
            Interlocked.Increment(ref connectionsAccepted);
            var stream = new ServedStream(client, time);
            var session = ServeAsync(stream);
            sessions.Add(session, stream);
            session.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>Closes the connection that has been silent longest, unless that is not long; its session then ends by itself.</summary>
    private bool MakeRoom()
    {
        var silent = sessions.Values.Where(stream => !stream.IsClosed).MinBy(stream => stream.LastTurn);
        if (silent is null || time.GetElapsedTime(silent.LastTurn) < SilenceBeforeGivingWay)
            return false;
        silent.Dispose();
        return true;
    }

    private void Forget(Task session)
    {
        // A session that failed stays, so that disposing tells of it.
        if (session.IsFaulted)
            return;

        lock (gate)
            sessions.Remove(session);
    }

    private async Task ServeAsync(ServedStream stream)
    {
        await Task.Yield();
        await using var closing = stream;
        try
        {
            if (tls is null)
                await newSession(stream)(stopping.Token);
            else
                await ServeSecurelyAsync(stream, tls);
        }
        catch (Exception e) when (e is OperationCanceledException or AuthenticationException || LinkFailure.Covers(e))
        {
            // Stopping, or the client is gone or was not let in: the connection ends here either way.
        }
    }

    private async Task ServeSecurelyAsync(ServedStream stream, SslServerAuthenticationOptions tls)
    {
        await using var secured = new SslStream(stream);
        using (var patience = new CancellationTokenSource(HandshakeTimeout, time))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token, patience.Token))
            await secured.AuthenticateAsServerAsync(tls, either.Token);
        await newSession(secured)(stopping.Token);
    }
}
