using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Gateway.Modbus;

/// <summary>A TCP connection. Allocates when it is opened, not when it is used.</summary>
internal sealed class TcpChannel(DnsEndPoint endPoint) : ILineChannel
{
    private Socket? socket;

    public TimeSpan FrameSilence => TimeSpan.Zero;

    private Socket Open => socket ?? throw new ObjectDisposedException(nameof(TcpChannel));

    public TimeSpan TimeOf(int characters) => TimeSpan.Zero;

    /// <summary>Many devices close an idle connection; seen before the request is sent, that costs no reading.</summary>
    public bool IsUsable()
    {
        try
        {
            return this.socket is { } socket && !(socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0);
        }
        catch (Exception e) when (LinkFailure.Covers(e))
        {
            return false;
        }
    }

    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        Close();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        this.socket = socket;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var sending = Open.SendAsync(bytes, SocketFlags.None, cancellationToken);
        if (!sending.IsCompletedSuccessfully)
            return SendRestAsync(sending, bytes, cancellationToken);
        var sent = sending.GetAwaiter().GetResult();
        return sent == bytes.Length ? default : SendRestAsync(new ValueTask<int>(sent), bytes, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> destination, int awaited, CancellationToken cancellationToken)
    {
        var count = await Open.ReceiveAsync(destination, SocketFlags.None, cancellationToken);
        return count > 0 ? count : throw new EndOfStreamException($"{endPoint.Host}:{endPoint.Port} closed the connection.");
    }

    public int TakeArrived(Span<byte> destination) => Open.Available > 0 ? Open.Receive(destination) : 0;

    public void Close()
    {
        // Not whichever socket stands there next: a closing may overlap with the next opening.
        Interlocked.Exchange(ref socket, null)?.Dispose();
    }

    private async ValueTask SendRestAsync(ValueTask<int> sending, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        bytes = bytes[await sending..];
        while (!bytes.IsEmpty)
            bytes = bytes[await Open.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
    }
}
