using System.Net;
using System.Net.Sockets;

namespace Gateway.Modbus.Tests;

/// <summary>A TCP device whose every byte the test says itself.</summary>
internal sealed class RawDevice : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private Socket? peer;

    public RawDevice() => listener.Start();

    public DnsEndPoint EndPoint => ((IPEndPoint)listener.LocalEndpoint).Dns();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async Task AcceptAsync()
    {
        peer?.Dispose();
        peer = await listener.AcceptSocketAsync(Stop).Guarded();
        peer.NoDelay = true;
    }

    /// <summary>The next request of a Modbus TCP client.</summary>
    public Task<byte[]> HearTcpAsync() => HearAsync(Mbap.HeaderLength + ReadPdu.RequestLength);

    /// <summary>The next request of an RTU client.</summary>
    public Task<byte[]> HearRtuAsync() => HearAsync(RtuFrame.RequestLength);

    public async Task SayAsync(params byte[] bytes) => Assert.Equal(bytes.Length, await peer!.SendAsync(bytes, Stop));

    public void HangUp()
    {
        peer!.Shutdown(SocketShutdown.Both);
        peer.Dispose();
    }

    /// <summary>Closes with a reset instead of an orderly end.</summary>
    public void Reset()
    {
        peer!.LingerState = new LingerOption(true, 0);
        peer.Dispose();
    }

    public void Dispose()
    {
        peer?.Dispose();
        listener.Dispose();
    }

    private async Task<byte[]> HearAsync(int length)
    {
        var bytes = new byte[length];
        for (var count = 0; count < length;)
        {
            var received = await peer!.ReceiveAsync(bytes.AsMemory(count), Stop).Guarded();
            Assert.True(received > 0, "The client hung up.");
            count += received;
        }

        return bytes;
    }
}
