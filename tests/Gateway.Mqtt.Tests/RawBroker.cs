using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Mqtt.Tests;

/// <summary>
/// A broker of one connection by MQTT 5 that announces its limits, gives no receipt until told to, and keeps the length of every packet.
/// </summary>
internal sealed class RawBroker : IAsyncDisposable
{
    private const int Connect = 1;
    private const int Publish = 3;
    private const int Subscribe = 8;
    private const int Ping = 12;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ushort receiveMaximum;
    private readonly uint maximumPacket;
    private readonly SemaphoreSlim receipts = new(0);
    private readonly Task serving;
    private int open;

    public RawBroker(ushort receiveMaximum, uint maximumPacket)
    {
        (this.receiveMaximum, this.maximumPacket) = (receiveMaximum, maximumPacket);
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The most messages that were on the way without a receipt.</summary>
    public int MostOpen { get; private set; }

    public int LongestPacket { get; private set; }

    public int Published { get; private set; }

    public void Receipt(int count) => receipts.Release(count);

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        Receipt(1000);
        await serving;
        listener.Dispose();
        receipts.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            using var client = await listener.AcceptTcpClientAsync();
            await using var stream = client.GetStream();
            while (true)
            {
                await AnswerAsync(stream, await ReadAsync(stream));
            }
        }
        catch (Exception fault) when (fault is IOException or SocketException or ObjectDisposedException)
        {
            // The client left.
        }
    }

    private async Task<(int Kind, byte[] Body)> ReadAsync(NetworkStream stream)
    {
        var head = new byte[1];
        await stream.ReadExactlyAsync(head);
        var (kind, length, bits) = (head[0] >> 4, 0, 0);
        do
        {
            await stream.ReadExactlyAsync(head);
            length |= (head[0] & 0x7F) << bits;
            bits += 7;
        }
        while ((head[0] & 0x80) != 0);
        var body = new byte[length];
        await stream.ReadExactlyAsync(body);
        LongestPacket = Math.Max(LongestPacket, 1 + (bits / 7) + length);
        return (kind, body);
    }

    private async Task AnswerAsync(NetworkStream stream, (int Kind, byte[] Body) packet)
    {
        var (kind, body) = packet;
        switch (kind)
        {
            case Connect:
                // MQTT 5.0, section 3.2.2.3: 0x21 receive maximum, 0x27 maximum packet size.
                byte[] answer = [0x20, 11, 0, 0, 8, 0x21, 0, 0, 0x27, 0, 0, 0, 0];
                BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(6), receiveMaximum);
                BinaryPrimitives.WriteUInt32BigEndian(answer.AsSpan(9), maximumPacket);
                await stream.WriteAsync(answer);
                break;
            case Subscribe:
                await stream.WriteAsync(new byte[] { 0x90, 4, body[0], body[1], 0, 1 });
                break;
            case Ping:
                await stream.WriteAsync(new byte[] { 0xD0, 0 });
                break;
            case Publish:
                Published++;
                MostOpen = Math.Max(MostOpen, Interlocked.Increment(ref open));
                var id = 2 + BinaryPrimitives.ReadUInt16BigEndian(body);
                _ = ReceiptAsync(stream, body[id], body[id + 1]);
                break;
            default:
                break;
        }
    }

    private async Task ReceiptAsync(NetworkStream stream, byte high, byte low)
    {
        await receipts.WaitAsync();
        Interlocked.Decrement(ref open);
        try
        {
            await stream.WriteAsync(new byte[] { 0x40, 2, high, low });
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            // The client left.
        }
    }
}
