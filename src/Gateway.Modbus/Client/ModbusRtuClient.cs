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
    private readonly ClientLink _link;
    private readonly RtuWire _wire;
    private readonly byte[] _request = new byte[RtuFrame.RequestLength];
    private readonly byte[] _received = new byte[RtuReply.BufferLength];
    private int _count;

    internal ModbusRtuClient(IByteChannel channel, ModbusTiming timing, TimeProvider time)
    {
        _link = new ClientLink(channel, timing, time);
        _wire = new RtuWire(_link);
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
    /// <exception cref="ArgumentException">The request is not valid, or the destination is too short.</exception>
    /// <exception cref="InvalidOperationException">Another read is running.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadResult> ReadAsync(ReadRequest request, Memory<byte> destination, CancellationToken cancellationToken)
    {
        request.ThrowIfUnusable(destination.Length);
        cancellationToken.ThrowIfCancellationRequested();
        _link.Enter();
        try
        {
            if (await _link.OpenAsync(cancellationToken) is null)
                return ReadResult.Failed(ModbusFault.Disconnected);
            if (!await _wire.SettleAsync(request.Unit, cancellationToken))
                return ReadResult.Failed(ModbusFault.InvalidReply);
            return await ExchangeAsync(request, destination, cancellationToken);
        }
        catch (Exception e) when (LinkFailure.Covers(e))
        {
            _link.Channel.Close();
            return ReadResult.Failed(ModbusFault.Disconnected);
        }
        finally
        {
            _link.Leave();
        }
    }

    /// <summary>Closes the port or connection.</summary>
    public ValueTask DisposeAsync()
    {
        _link.Dispose();
        return ValueTask.CompletedTask;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ExchangeAsync(ReadRequest request, Memory<byte> destination, CancellationToken cancellationToken)
    {
        _count = 0;
        var patience = _link.Timing.ReplyTimeout + _link.Channel.TimeOf(RtuFrame.RequestLength + RtuFrame.ReplyLength(request));
        var token = _link.Deadline.Start(patience, cancellationToken);
        try
        {
            RtuFrame.WriteRequest(_request, request);
            _link.Channel.DiscardInput();
            await _link.Channel.WriteAsync(_request, token);
            return await ReceiveAsync(request, destination, token);
        }
        catch (OperationCanceledException)
        {
            _wire.ReplyIsOwedBy(request.Unit, patience, _count);
            cancellationToken.ThrowIfCancellationRequested();
            _link.CountTimeout();
            return ReadResult.Failed(_count == 0 ? ModbusFault.Timeout : ModbusFault.InvalidReply);
        }
        finally
        {
            _link.Deadline.Stop();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ReceiveAsync(ReadRequest request, Memory<byte> destination, CancellationToken token)
    {
        while (true)
        {
            _count += await _link.Channel.ReadAsync(_received.AsMemory(_count), token);
            _wire.BytesCame();
            if (RtuReply.Find(_received.AsSpan(0, _count), request, destination.Span) is not { } result)
                continue;

            _link.CountReply();
            if (result.Fault == ModbusFault.InvalidReply)
                _wire.IsNoisy = true;
            return result;
        }
    }
}
