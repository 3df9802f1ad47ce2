using System.Net;
using System.Net.Sockets;

namespace Gateway.Modbus.Tests;

/// <summary>
/// A slave on a real wire: it misbehaves at the first request and answers all others rightly. On TCP it takes one connection after
/// another; on a pseudo-terminal there is one line for good.
/// </summary>
internal sealed class HostileSlave : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly HostileCase hostile;
    private readonly ModbusFraming framing;
    private readonly TimeSpan timeout;
    private readonly TcpListener? listener;
    private readonly Task serving;
    private Task misbehaving = Task.CompletedTask;
    private int requests;

    private HostileSlave(HostileCase hostile, ModbusFraming framing, TimeSpan timeout, PseudoTerminal? line)
    {
        (this.hostile, this.framing, this.timeout) = (hostile, framing, timeout);
        if (line is null)
        {
            listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
        }

        serving = line is null ? AcceptAsync(listener!) : ServeAsync(line, socket: null);
    }

    public DnsEndPoint EndPoint => ((IPEndPoint)listener!.LocalEndpoint).Dns();

    public int Connections { get; private set; }

    public static HostileSlave OnTcp(HostileCase hostile, ModbusFraming framing, TimeSpan timeout) => new(hostile, framing, timeout, null);

    public static HostileSlave OnLine(HostileCase hostile, ModbusFraming framing, PseudoTerminal line, TimeSpan timeout) =>
        new(hostile, framing, timeout, line);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await serving;
        await misbehaving;
        listener?.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var socket = await listener.AcceptSocketAsync(stopping.Token);
                socket.NoDelay = true;
                Connections++;
                await ServeAsync(new NetworkStream(socket), socket);
            }
        }
        catch (Exception e) when (IsOver(e))
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Stream stream, Socket? socket)
    {
        var request = new byte[framing switch
        {
            ModbusFraming.Mbap => Mbap.HeaderLength + ReadPdu.RequestLength,
            ModbusFraming.Rtu => RtuFrame.RequestLength,
            _ => AsciiFrame.RequestLength,
        }];
        try
        {
            while (true)
            {
                await stream.ReadExactlyAsync(request, stopping.Token);
                var asked = new Asked(framing, [.. request]);
                if (requests++ > 0)
                    await stream.WriteAsync(asked.Good, stopping.Token);
                else
                    misbehaving = MisbehaveAsync(stream, socket, hostile.Misbehave(asked));
            }
        }
        catch (Exception e) when (IsOver(e))
        {
            // Hung up, by whichever side.
        }
    }

    private async Task MisbehaveAsync(Stream stream, Socket? socket, IEnumerable<SlaveStep> steps)
    {
        try
        {
            foreach (var step in steps)
            {
                if (step is SlaveStep.Say say)
                    await stream.WriteAsync(say.Bytes, stopping.Token);
                else if (step is SlaveStep.Wait wait)
                    await Task.Delay(wait.Timeouts * timeout, TimeProvider.System, stopping.Token);
                else if (step is SlaveStep.HangUp hangUp)
                    HangUp(socket!, hangUp.Resets);
            }
        }
        catch (Exception e) when (IsOver(e))
        {
            // The client hung up first.
        }
    }

    private static void HangUp(Socket socket, bool resets)
    {
        if (resets)
            socket.LingerState = new LingerOption(true, 0);
        else
            socket.Shutdown(SocketShutdown.Both);
        socket.Dispose();
    }

    private static bool IsOver(Exception e) => e is OperationCanceledException or IOException or SocketException or ObjectDisposedException;
}
