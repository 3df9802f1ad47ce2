using System.Runtime.CompilerServices;

namespace Gateway.Modbus;

/// <summary>
/// Reads over a line that has no request numbers: a serial line, or a TCP connection to a transparent serial server. Opens on the first
/// read, closes when the link breaks and opens again on a later read. The wire is kept clean instead; see <see cref="LineWire"/>. A read
/// that succeeds allocates nothing, except where a serial port goes through System.IO.Ports, elsewhere than on Linux: some hundred bytes
/// for each chunk there.
/// </summary>
public abstract class ModbusLineClient : IModbusClient
{
    private readonly ClientLink link;
    private readonly LineFraming framing;
    private readonly LineWire wire;
    private readonly IWireObserver? observer;
    private readonly byte[] request;
    private readonly byte[] received;
    private int count;
    private bool hasBrokenOff;
    private long? sentAt;

    private protected ModbusLineClient(
        LineFraming framing, ILineChannel channel, ModbusTiming timing, TimeProvider time, IWireObserver? observer)
    {
        link = new ClientLink(channel, timing, time);
        wire = new LineWire(link, framing, observer);
        (this.framing, this.observer) = (framing, observer);
        (request, received) = (new byte[framing.RequestLength], new byte[framing.BufferLength]);
    }

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
        (count, hasBrokenOff, sentAt) = (0, false, null);
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
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ExchangeAsync(ReadRequest request, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var patience = link.Timing.ReplyTimeout + link.Channel.TimeOf(framing.RequestLength + framing.ReplyLength(request));
        var token = link.Deadline.Start(patience, cancellationToken);
        try
        {
            framing.WriteRequest(this.request, request);
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
            return ReadResult.Failed(count == 0 && !hasBrokenOff ? ModbusFault.Timeout : ModbusFault.InvalidReply);
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
            var more = await link.Channel.ReadAsync(received.AsMemory(count), Awaited(request), token);
            if (count > 0 && wire.HasBrokenOff())
                ForgetBegun(more);
            count += more;
            wire.BytesCame();
            if (framing.Find(received.AsSpan(0, count), request, destination.Span, out var place) is not { } result)
                continue;

            link.CountReply();
            if (result.Fault == ModbusFault.InvalidReply)
                wire.IsNoisy = true;
            if (observer is not null)
                framing.Tell(observer, received.AsSpan(0, count), place);
            return result;
        }
    }

    /// <summary>
    /// All that is missing, so that no character is waited for by itself; one by one where there is time for a frame to break off unseen.
    /// </summary>
    private int Awaited(in ReadRequest request) =>
        link.Timing.ReplyTimeout > framing.LongestGap ? 1 : framing.Missing(received.AsSpan(0, count), request);

    /// <summary>What came before a gap that no frame has in it is over, whatever it was.</summary>
    private void ForgetBegun(int more)
    {
        wire.ThrowAway(received.AsSpan(0, count));
        received.AsSpan(count, more).CopyTo(received);
        (count, hasBrokenOff) = (0, true);
    }

    private ReadResult Ended(in ReadRequest request, in ReadResult result)
    {
        observer?.ReadEnded(request, result, sentAt is { } start ? link.Time.GetElapsedTime(start) : TimeSpan.Zero);
        return result;
    }
}
