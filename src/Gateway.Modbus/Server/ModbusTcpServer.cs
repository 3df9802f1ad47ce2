using System.Net;
using System.Net.Sockets;

namespace Gateway.Modbus;

/// <summary>Answers reads on TCP. For simulators and tests. Allocates per connection, not per request.</summary>
public sealed class ModbusTcpServer : IAsyncDisposable
{
    /// <summary>Most connections at a time; one more is closed as soon as it is accepted.</summary>
    public const int MaxConnections = 512;

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _sessions = [];
    private readonly Func<Stream, Func<CancellationToken, Task>> _newSession;
    private readonly TimeProvider _time;
    private readonly Socket _listener;
    private readonly Task _accepting;

    private ModbusTcpServer(Socket listener, Func<Stream, Func<CancellationToken, Task>> newSession, TimeProvider time)
    {
        (_listener, _newSession, _time) = (listener, newSession, time);
        EndPoint = (IPEndPoint)listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens, with the port that the system chose when 0 was asked for.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>How many clients are connected.</summary>
    public int ConnectionCount
    {
        get
        {
            lock (_lock)
                return _sessions.Count;
        }
    }

    /// <summary>Starts to listen and to answer.</summary>
    /// <param name="endPoint">Where to listen; port 0 lets the system choose.</param>
    /// <param name="framing">What wraps the PDUs.</param>
    /// <param name="hasUnit">Which units are there; all others are silent, even to what is forbidden.</param>
    /// <param name="handler">Answers the reads; called on several connections at a time.</param>
    /// <param name="time">Tells the pause that ends a broken RTU frame.</param>
    /// <exception cref="IOException">The port is taken, or may not be used.</exception>
    public static ModbusTcpServer Start(
        IPEndPoint endPoint, ModbusFraming framing, Predicate<byte> hasUnit, ReadHandler handler, TimeProvider time)
    {
        Func<Stream, Func<CancellationToken, Task>> newSession = framing switch
        {
            ModbusFraming.Mbap => stream => new MbapSession(stream, hasUnit, handler).RunAsync,
            ModbusFraming.Rtu => stream => new RtuSession(stream, hasUnit, handler, time).RunAsync,
            _ => throw new ArgumentOutOfRangeException(nameof(framing), framing, "Choose one of the framings."),
        };
        return new ModbusTcpServer(Listen(endPoint), newSession, time);
    }

    /// <summary>Closes the port and all connections, and waits until all is quiet.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        Task[] sessions;
        lock (_lock)
            sessions = [.. _sessions];
        await Task.WhenAll(sessions);
        _stopping.Dispose();
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
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Admit(await _listener.AcceptAsync(_stopping.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // A client that hung up before it was accepted; or no file handle is left, and to try at once would spin.
                await Task.Delay(PauseAfterFailure, _time);
            }
        }
    }

    private void Admit(Socket client)
    {
        lock (_lock)
        {
            if (_sessions.Count >= MaxConnections)
            {
                client.Dispose();
                return;
            }

            client.NoDelay = true;
            var session = ServeAsync(client);
            _sessions.Add(session);
            session.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private void Forget(Task session)
    {
        // A session that failed stays, so that disposing tells of it.
        if (session.IsFaulted)
            return;

        lock (_lock)
            _sessions.Remove(session);
    }

    private async Task ServeAsync(Socket client)
    {
        await Task.Yield();
        await using var stream = new NetworkStream(client, ownsSocket: true);
        try
        {
            await _newSession(stream)(_stopping.Token);
        }
        catch (Exception e) when (e is OperationCanceledException || LinkFailure.Covers(e))
        {
            // Stopping, or the client is gone: the connection ends here either way.
        }
    }
}
