using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Gateway.Modbus;

namespace Gateway.Simulators.Serving;

/// <summary>Answers a read; called on several connections at a time.</summary>
/// <param name="request">Within what the protocol allows.</param>
/// <param name="destination">Takes the registers or bits; all zero.</param>
internal delegate Reply Answerer(ReadRequest request, Span<byte> destination);

/// <summary>
/// Modbus TCP with a server's faults: late replies, replies in another unit's name, connections that end. It keeps to the MBAP framing
/// on its own account.
/// </summary>
internal sealed class DeviceTcpServer : IAsyncDisposable
{
    private const int MaxConnections = 512;
    private const int HeaderLength = 7;
    private const int MaxPdu = 253;
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly HashSet<Task> sessions = [];
    private readonly Socket listener;
    private readonly Predicate<byte> hasUnit;
    private readonly Answerer answerer;
    private readonly Task accepting;

    private DeviceTcpServer(Socket listener, Predicate<byte> hasUnit, Answerer answerer)
    {
        (this.listener, this.hasUnit, this.answerer) = (listener, hasUnit, answerer);
        EndPoint = (IPEndPoint)listener.LocalEndPoint!;
        accepting = AcceptAsync();
    }

    /// <summary>Where it listens, with the port that the system chose when 0 was asked for.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Starts to listen and to answer.</summary>
    /// <param name="endPoint">Where; port 0 lets the system choose.</param>
    /// <param name="hasUnit">Which units are there; all others are silent.</param>
    /// <param name="answerer">Answers the reads.</param>
    /// <exception cref="IOException">The port is taken, or may not be used.</exception>
    public static DeviceTcpServer Start(IPEndPoint endPoint, Predicate<byte> hasUnit, Answerer answerer)
    {
        var listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(endPoint);
            listener.Listen();
            return new DeviceTcpServer(listener, hasUnit, answerer);
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new IOException($"Cannot listen on {endPoint}: {e.Message}. Choose another port, or stop what uses this one.", e);
        }
    }

    /// <summary>Closes the port and all connections, and waits until all is quiet.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        Task[] open;
        lock (gate)
        {
            open = [.. sessions];
        }

        await Task.WhenAll(open);
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
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
                await Task.Delay(PauseAfterFailure, TimeProvider.System);
            }
        }
    }

    private void Admit(Socket client)
    {
        lock (gate)
        {
            sessions.RemoveWhere(session => session.IsCompletedSuccessfully);
            if (sessions.Count >= MaxConnections)
            {
                client.Dispose();
                return;
            }

            client.NoDelay = true;
            sessions.Add(ServeAsync(client));
        }
    }

    private async Task ServeAsync(Socket client)
    {
        await Task.Yield();
        await using var stream = new NetworkStream(client, ownsSocket: true);
        try
        {
            await ServeAsync(stream, stopping.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Stopping, or the client is gone: the connection ends here either way.
        }
    }

    /// <summary>Answers until the client closes, sends what is not Modbus, or a fault ends the connection.</summary>
    private async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        var request = new byte[HeaderLength + MaxPdu];
        var reply = new byte[HeaderLength + MaxPdu];
        while (await stream.ReadAtLeastAsync(request.AsMemory(0, HeaderLength), HeaderLength, false, cancellationToken) == HeaderLength)
        {
            var protocol = BinaryPrimitives.ReadUInt16BigEndian(request.AsSpan(2));
            var pduLength = BinaryPrimitives.ReadUInt16BigEndian(request.AsSpan(4)) - 1;
            if (protocol != 0 || pduLength is < 1 or > MaxPdu)
            {
                return;
            }

            await stream.ReadExactlyAsync(request.AsMemory(HeaderLength, pduLength), cancellationToken);
            var (length, trouble) = Answer(request.AsSpan(0, HeaderLength + pduLength), reply);
            if (trouble.HangsUp)
            {
                return;
            }

            await Task.Delay(trouble.Delay, TimeProvider.System, cancellationToken);
            await stream.WriteAsync(reply.AsMemory(0, length), cancellationToken);
        }
    }

    private (int Length, WireTrouble Trouble) Answer(ReadOnlySpan<byte> request, Span<byte> reply)
    {
        var unit = request[6];
        if (!hasUnit(unit))
        {
            return default;
        }

        request[..HeaderLength].CopyTo(reply);
        var (pduLength, trouble) = AnswerPdu(unit, request[HeaderLength..], reply[HeaderLength..]);
        BinaryPrimitives.WriteUInt16BigEndian(reply[4..], (ushort)(pduLength + 1));
        reply[6] = trouble.Unit ?? unit;
        return (pduLength == 0 ? 0 : HeaderLength + pduLength, trouble);
    }

    private (int Length, WireTrouble Trouble) AnswerPdu(byte unit, ReadOnlySpan<byte> pdu, Span<byte> reply)
    {
        if (pdu[0] is < 1 or > 4)
        {
            return (Refuse(pdu[0], ModbusExceptionCode.IllegalFunction, reply), default);
        }

        // The tables are numbered as the functions that read them.
        var table = pdu[0] switch
        {
            1 => ModbusTable.Coil,
            2 => ModbusTable.DiscreteInput,
            3 => ModbusTable.HoldingRegister,
            _ => ModbusTable.InputRegister,
        };
        var read = pdu.Length == 5
            ? new ReadRequest(unit, table, BinaryPrimitives.ReadUInt16BigEndian(pdu[1..]), BinaryPrimitives.ReadUInt16BigEndian(pdu[3..]))
            : default;
        if (!read.IsValid)
        {
            var beyond = read.Count >= 1 && read.Count <= read.MaxCount;
            return (Refuse(pdu[0], beyond ? ModbusExceptionCode.IllegalDataAddress : ModbusExceptionCode.IllegalDataValue, reply), default);
        }

        var data = reply.Slice(2, read.ByteCount);
        data.Clear();
        var answer = answerer(read, data);
        switch (answer.Code)
        {
            case null:
                return (0, answer.Trouble);
            case ModbusExceptionCode.None:
                reply[0] = pdu[0];
                reply[1] = (byte)read.ByteCount;
                return (2 + read.ByteCount, answer.Trouble);
            case { } code:
                return (Refuse(pdu[0], code, reply), answer.Trouble);
        }
    }

    private static int Refuse(byte function, ModbusExceptionCode code, Span<byte> reply)
    {
        reply[0] = (byte)(function | 0x80);
        reply[1] = (byte)code;
        return 2;
    }
}
