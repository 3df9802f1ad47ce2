using System.Net.Sockets;

namespace Gateway.Modbus;

/// <summary>A connection of the server that knows when its client last had its turn: asked something, and took the answer.</summary>
internal sealed class ServedStream(Socket client, TimeProvider time) : NetworkStream(client, ownsSocket: true)
{
    private long lastTurn = time.GetTimestamp();
    private volatile bool isClosed;

    /// <summary>When the server began to wait for the client's next bytes, on the clock's timestamps.</summary>
    public long LastTurn => Volatile.Read(ref lastTurn);

    public bool IsClosed => isClosed;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Volatile.Write(ref lastTurn, time.GetTimestamp());
        return base.ReadAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        isClosed = true;
        base.Dispose(disposing);
    }
}
