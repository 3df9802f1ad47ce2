using System.Net;
using System.Runtime.CompilerServices;

namespace Gateway.Modbus;

/// <summary>
/// Reads over Modbus RTU, on a serial line or through a TCP connection to a transparent serial server. Opens on the first read,
/// closes when the link breaks and opens again on a later read. RTU has no transaction id, so the wire is kept clean instead; see
/// <see cref="RtuWire"/>. A read that succeeds allocates nothing, except where a serial port goes through System.IO.Ports, elsewhere than
/// on Linux: some hundred bytes for each chunk there.
/// </summary>
public sealed class ModbusRtuClient : IModbusClient
{
    private readonly ClientLink link;
    private readonly RtuWire wire;
    private readonly IWireObserver? observer;
    private readonly byte[] request = new byte[RtuFrame.RequestLength];
    private readonly byte[] received = new byte[RtuReply.BufferLength];
    private int count;
    private long? sentAt;

    internal ModbusRtuClient(ILineChannel channel, ModbusTiming timing, TimeProvider time, IWireObserver? observer = null)
    {
        link = new ClientLink(channel, timing, time);
        wire = new RtuWire(link, observer);
        this.observer = observer;
    }

    /// <summary>Makes a client for a serial line; opens nothing yet.</summary>
    /// <param name="line">Port and its settings.</param>
    /// <param name="timing">How long to wait.</param>
    /// <param name="time">Measures the waits.</param>
    /// <param name="observer">Sees what passes on the wire.</param>
    public static ModbusRtuClient OverSerial(
        SerialLine line, ModbusTiming timing, TimeProvider time, IWireObserver? observer = null) =>
        line.DataBits == 8
            ? new(TerminalCalls.AreKnown ? new TerminalChannel(line, time) : new SerialPortChannel(line), timing, time, observer)
            : throw new ArgumentException(SerialLine.RtuNeedsEightBits, nameof(line));

    /// <summary>Makes a client for a serial line behind a transparent TCP serial server; connects to nothing yet.</summary>
    /// <param name="endPoint">Host name or address, and port.</param>
    /// <param name="timing">How long to wait; the reply time-out must cover the characters' time on that line too.</param>
    /// <param name="time">Measures the waits.</param>
    /// <param name="observer">Sees what passes on the wire.</param>
    public static ModbusRtuClient OverTcp(
        DnsEndPoint endPoint, ModbusTiming timing, TimeProvider time, IWireObserver? observer = null) =>
        new(new TcpChannel(endPoint), timing, time, observer);

    /// <inheritdoc/>
    public int MaxInFlight => 1;

    /// <inheritdoc/>
    public string? LastOpenFailure => link.LastOpenFailure;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The request is not valid, or the destination is too short.</exception>
    /// <exception cref="InvalidOperationException">Another read is running.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadResult> ReadAsync(ReadRequest request, Memory<byte> destination, CancellationToken cancellationToken)
    {
        request.ThrowIfUnusable(destination.Length);
        cancellationToken.ThrowIfCancellationRequested();
        link.Enter();
        (count, sentAt) = (0, null);
        try
        {
            if (await link.OpenAsync(cancellationToken) is null)
                return Ended(request, ReadResult.Failed(ModbusFault.Disconnected));
            if (!await wire.SettleAsync(request.Unit, cancellationToken))
                return Ended(request, ReadResult.Failed(ModbusFault.InvalidReply));
            return Ended(request, await ExchangeAsync(request, destination, cancellationToken));
        }
        catch (Exception e) when (LinkFailure.Covers(e))
        {
            wire.ThrowAway(received.AsSpan(0, count));
            link.Channel.Close();
            return Ended(request, ReadResult.Failed(ModbusFault.Disconnected));
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
        var patience = link.Timing.ReplyTimeout + link.Channel.TimeOf(RtuFrame.RequestLength + RtuFrame.ReplyLength(request));
        var token = link.Deadline.Start(patience, cancellationToken);
        try
        {
            RtuFrame.WriteRequest(this.request, request);
            observer?.RequestSent(this.request);
            sentAt = link.Time.GetTimestamp();
            await link.Channel.WriteAsync(this.request, token);
            return await ReceiveAsync(request, destination, token);
        }
        catch (OperationCanceledException)
        {
            wire.ThrowAway(received.AsSpan(0, count));
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
            var missing = RtuReply.Missing(received.AsSpan(0, count), request);
            count += await link.Channel.ReadAsync(received.AsMemory(count), missing, token);
            wire.BytesCame();
            if (RtuReply.Find(received.AsSpan(0, count), request, destination.Span, out var place) is not { } result)
                continue;

            link.CountReply();
            if (result.Fault == ModbusFault.InvalidReply)
                wire.IsNoisy = true;
            if (observer is not null)
                RtuSight.Tell(observer, received.AsSpan(0, count), place);
            return result;
        }
    }

    private ReadResult Ended(in ReadRequest request, in ReadResult result)
    {
        observer?.ReadEnded(request, result, sentAt is { } start ? link.Time.GetElapsedTime(start) : TimeSpan.Zero);
        return result;
    }
}
