using System.Net;
using System.Runtime.CompilerServices;

namespace Gateway.Modbus;

/// <summary>
/// Reads over Modbus RTU, on a serial line or through a TCP connection to a transparent serial server. Opens on the first read,
/// closes when the link breaks and opens again on a later read. RTU has no transaction id, so the wire is kept clean instead; see
/// <see cref="RtuWire"/>. Over TCP a read that succeeds allocates nothing; over a serial port System.IO.Ports allocates
/// some hundred bytes for each chunk it reads or writes.
/// </summary>
public sealed class ModbusRtuClient : IModbusClient
{
    private readonly ClientLink link;
    private readonly RtuWire wire;
    private readonly byte[] request = new byte[RtuFrame.RequestLength];
    private readonly byte[] received = new byte[RtuReply.BufferLength];
    private int count;

    internal ModbusRtuClient(IByteChannel channel, ModbusTiming timing, TimeProvider time)
    {
        link = new ClientLink(channel, timing, time);
        wire = new RtuWire(link);
    }

    /// <summary>Makes a client for a serial line; opens nothing yet.</summary>
    /// <param name="line">Port and its settings.</param>
    /// <param name="timing">How long to wait.</param>
    /// <param name="time">Measures the waits.</param>
    public static ModbusRtuClient OverSerial(SerialLine line, ModbusTiming timing, TimeProvider time) =>
        new(new SerialChannel(line), timing, time);

    /// <summary>Makes a client for a serial line behind a transparent TCP serial server; connects to nothing yet.</summary>
    /// <param name="endPoint">Host name or address, and port.</param>
    /// <param name="timing">How long to wait; the reply time-out must cover the characters' time on that line too.</param>
    /// <param name="time">Measures the waits.</param>
    public static ModbusRtuClient OverTcp(DnsEndPoint endPoint, ModbusTiming timing, TimeProvider time) =>
        new(new TcpChannel(endPoint), timing, time);

    /// <inheritdoc/>
    public int MaxInFlight => 1;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The request is not valid, or the destination is too short.</exception>
    /// <exception cref="InvalidOperationException">Another read is running.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadResult> ReadAsync(ReadRequest request, Memory<byte> destination, CancellationToken cancellationToken)
    {
        request.ThrowIfUnusable(destination.Length);
        cancellationToken.ThrowIfCancellationRequested();
        link.Enter();
        try
        {
            if (await link.OpenAsync(cancellationToken) is null)
                return ReadResult.Failed(ModbusFault.Disconnected);
            if (!await wire.SettleAsync(request.Unit, cancellationToken))
                return ReadResult.Failed(ModbusFault.InvalidReply);
            return await ExchangeAsync(request, destination, cancellationToken);
        }
        catch (Exception e) when (LinkFailure.Covers(e))
        {
            link.Channel.Close();
            return ReadResult.Failed(ModbusFault.Disconnected);
        }
        finally
        {
            link.Leave();
        }
    }

    /// <summary>Closes the port or connection.</summary>
    public ValueTask DisposeAsync()
    {
        link.Dispose();
        return ValueTask.CompletedTask;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ExchangeAsync(ReadRequest request, Memory<byte> destination, CancellationToken cancellationToken)
    {
        count = 0;
        var patience = link.Timing.ReplyTimeout + link.Channel.TimeOf(RtuFrame.RequestLength + RtuFrame.ReplyLength(request));
        var token = link.Deadline.Start(patience, cancellationToken);
        try
        {
            RtuFrame.WriteRequest(this.request, request);
            link.Channel.DiscardInput();
            await link.Channel.WriteAsync(this.request, token);
            return await ReceiveAsync(request, destination, token);
        }
        catch (OperationCanceledException)
        {
            wire.ReplyIsOwedBy(request.Unit, patience, count);
            cancellationToken.ThrowIfCancellationRequested();
            link.CountTimeout();
            return ReadResult.Failed(count == 0 ? ModbusFault.Timeout : ModbusFault.InvalidReply);
        }
        finally
        {
            link.Deadline.Stop();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ReceiveAsync(ReadRequest request, Memory<byte> destination, CancellationToken token)
    {
        while (true)
        {
            count += await link.Channel.ReadAsync(received.AsMemory(count), token);
            wire.BytesCame();
            if (RtuReply.Find(received.AsSpan(0, count), request, destination.Span) is not { } result)
                continue;

            link.CountReply();
            if (result.Fault == ModbusFault.InvalidReply)
                wire.IsNoisy = true;
            return result;
        }
    }
}
