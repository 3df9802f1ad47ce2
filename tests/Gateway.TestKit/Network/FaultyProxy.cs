using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Gateway.TestKit.Network;

/// <summary>A network between a client and a server on loopback that fails at command.</summary>
public sealed class FaultyProxy : IAsyncDisposable
{
    private const int BufferSize = 16 * 1024;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int target;
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentDictionary<Connection, bool> connections = new();
    private readonly Func<Task<bool>>?[] traps = new Func<Task<bool>>?[2];
    private readonly Task accepting;
    private volatile TaskCompletionSource flow = Open();
    private long bytesLeft = long.MaxValue;

    private FaultyProxy(int target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Where clients connect, on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>So long each piece of data is held back.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>New connections are closed at once.</summary>
    public bool Refuses { get; set; }

    /// <summary>Stands between clients and a server's port on 127.0.0.1.</summary>
    public static FaultyProxy Start(int targetPort) => new(targetPort);

    /// <summary>Half-open: connections stay, nothing passes any more, nobody is told.</summary>
    public void Stall()
    {
        if (flow.Task.IsCompleted)
        {
            flow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>All passes again, at once and whatever was done before.</summary>
    public void Heal()
    {
        Delay = TimeSpan.Zero;
        Refuses = false;
        Interlocked.Exchange(ref bytesLeft, long.MaxValue);
        flow.TrySetResult();
    }

    /// <summary>Resets all connections (RST).</summary>
    public void Reset()
    {
        foreach (var connection in connections.Keys)
        {
            connection.Reset();
        }
    }

    /// <summary>Resets all connections once so many bytes more have passed; the last piece passes in part.</summary>
    public void ResetAfter(long bytes) => Interlocked.Exchange(ref bytesLeft, bytes);

    /// <summary>
    /// Does something once, when the next data arrive and before they pass. They pass if it returns true; else they are lost, and all
    /// connections are reset.
    /// </summary>
    public void BeforeNext(Sender sender, Func<Task<bool>> action) => Interlocked.Exchange(ref traps[(int)sender], action);

    /// <summary>Takes back what <see cref="BeforeNext"/> was told; false if data have arrived already.</summary>
    public bool Disarm() => Enumerable.Range(0, traps.Length).Any(sender => Interlocked.Exchange(ref traps[sender], null) is not null);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        Reset();
        await accepting;
        listener.Dispose();
        ending.Dispose();
    }

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync(ending.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var connection = new Connection(client, new Socket(SocketType.Stream, ProtocolType.Tcp));
        connections[connection] = true;
        try
        {
            if (!Refuses)
            {
                await connection.Server.ConnectAsync(IPAddress.Loopback, target, ending.Token);
                connection.Client.NoDelay = connection.Server.NoDelay = true;
                await Task.WhenAny(
                    PumpAsync(connection.Client, connection.Server, Sender.Client),
                    PumpAsync(connection.Server, connection.Client, Sender.Server));
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody answers there: the client sees its connection end.
        }
        finally
        {
            connections.TryRemove(connection, out _);
            connection.Close();
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Sender sender)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (await from.ReceiveAsync(buffer.AsMemory(), ending.Token) is > 0 and var received)
            {
                await PassAsync(buffer.AsMemory(0, received), to, sender);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is over.
        }
    }

    private async Task PassAsync(ReadOnlyMemory<byte> data, Socket to, Sender sender)
    {
        await flow.Task.WaitAsync(ending.Token);
        if (Delay > TimeSpan.Zero)
        {
            await Task.Delay(Delay, TimeProvider.System, ending.Token);
        }

        if (Interlocked.Exchange(ref traps[(int)sender], null) is { } trap && !await trap())
        {
            Reset();
            return;
        }

        var left = Interlocked.Add(ref bytesLeft, -data.Length);
        await to.SendAsync(left >= 0 ? data : data[..(int)Math.Max(0, data.Length + left)], ending.Token);
        if (left < 0)
        {
            Interlocked.Exchange(ref bytesLeft, long.MaxValue);
            Reset();
        }
    }

    private sealed record Connection(Socket Client, Socket Server)
    {
        public void Close()
        {
            Client.Dispose();
            Server.Dispose();
        }

        public void Reset()
        {
            foreach (var socket in (Socket[])[Client, Server])
            {
                try
                {
                    socket.LingerState = new LingerOption(true, 0);
                }
                catch (ObjectDisposedException)
                {
                    // Closed meanwhile.
                }

                socket.Dispose();
            }
        }
    }
}

/// <summary>Who sends on a connection.</summary>
public enum Sender : byte
{
    /// <summary>Who opened it.</summary>
    Client,

    /// <summary>Who was called.</summary>
    Server,
}
