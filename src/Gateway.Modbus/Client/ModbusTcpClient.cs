using System.Net;
using System.Runtime.CompilerServices;

namespace Gateway.Modbus;

/// <summary>
/// Reads over Modbus TCP. Opens on the first read, closes when the connection breaks and opens again on a later read; how often
/// to try is the caller's to say. A reply is given only to the request whose transaction id it carries: one that comes late is
/// thrown away. Three time-outs in a row close the connection as well. Allocates nothing for a read that succeeds.
/// </summary>
public sealed class ModbusTcpClient : IModbusClient
{
    /// <summary>How many requests back a reply still counts as late; an id beyond that is taken for a foreign one.</summary>
    private const ushort LateWindow = 16;

    private readonly ClientLink link;
    private readonly IWireObserver? observer;
    private readonly byte[] request = new byte[Mbap.HeaderLength + ReadPdu.RequestLength];
    private readonly byte[] received = new byte[2 * Mbap.MaxLength];
    private int count;
    private ushort transactionId;
    private int sentOnConnection;
    private bool sawForeign;
    private long? sentAt;

    /// <summary>Makes a client; connects to nothing yet.</summary>
    /// <param name="endPoint">Host name or address, and port (502 as a rule).</param>
    /// <param name="timing">How long to wait.</param>
    /// <param name="time">Measures the waits.</param>
    /// <param name="observer">Sees what passes on the wire.</param>
    public ModbusTcpClient(DnsEndPoint endPoint, ModbusTiming timing, TimeProvider time, IWireObserver? observer = null)
        : this(new TcpChannel(endPoint), timing, time, observer)
    {
    }

    internal ModbusTcpClient(IByteChannel channel, ModbusTiming timing, TimeProvider time, IWireObserver? observer = null) =>
        (link, this.observer) = (new ClientLink(channel, timing, time), observer);

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
        sentAt = null;
        try
        {
            if (await link.OpenAsync(cancellationToken) is not { } isNew)
                return Ended(request, ReadResult.Failed(ModbusFault.Disconnected));
            if (isNew)
                ForgetStream();
            return Ended(request, await ExchangeAsync(request, destination, cancellationToken));
        }
        finally
        {
            link.Leave();
        }
    }

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync()
    {
        link.Dispose();
        return ValueTask.CompletedTask;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ExchangeAsync(ReadRequest request, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var isSent = false;
        sawForeign = false;
        var token = link.Deadline.Start(link.Timing.ReplyTimeout, cancellationToken);
        try
        {
            WriteRequest(request);
            observer?.RequestSent(this.request);
            sentAt = link.Time.GetTimestamp();
            await link.Channel.WriteAsync(this.request, token);
            isSent = true;
            while (true)
            {
                if (TakeReply(request, destination.Span) is { } result)
                    return result;
                count += await link.Channel.ReadAsync(received.AsMemory(count), token);
            }
        }
        catch (OperationCanceledException)
        {
            if (!isSent)
                link.Channel.Close();
            cancellationToken.ThrowIfCancellationRequested();
            link.CountTimeout();
            return ReadResult.Failed(sawForeign ? ModbusFault.InvalidReply : ModbusFault.Timeout);
        }
        catch (Exception e) when (LinkFailure.Covers(e))
        {
            link.Channel.Close();
            return ReadResult.Failed(ModbusFault.Disconnected);
        }
        finally
        {
            link.Deadline.Stop();
        }
    }

    private ReadResult Ended(in ReadRequest request, in ReadResult result)
    {
        observer?.ReadEnded(request, result, sentAt is { } start ? link.Time.GetElapsedTime(start) : TimeSpan.Zero);
        return result;
    }

    /// <summary>What is left of a connection that is over belongs to no frame.</summary>
    private void ForgetStream()
    {
        if (count > 0)
            observer?.BytesDiscarded(received.AsSpan(0, count), isDamagedFrame: false);
        (count, sentOnConnection) = (0, 0);
    }

    private void WriteRequest(ReadRequest request)
    {
        transactionId++;
        sentOnConnection++;
        new Mbap(transactionId, request.Unit, ReadPdu.RequestLength).Write(this.request);
        ReadPdu.WriteRequest(this.request.AsSpan(Mbap.HeaderLength), request);
    }

    /// <summary>Takes whole frames off the front of what was received, up to the one that answers the request.</summary>
    /// <returns>Null while that one has not come.</returns>
    private ReadResult? TakeReply(ReadRequest request, Span<byte> destination)
    {
        while (count >= Mbap.HeaderLength)
        {
            if (!Mbap.TryRead(received, out var header))
            {
                ForgetStream();
                link.Channel.Close();
                return ReadResult.Failed(ModbusFault.InvalidReply);
            }

            if (count < header.FrameLength)
                return null;

            observer?.FrameReceived(received.AsSpan(0, header.FrameLength));
            var result = Judge(header, request, destination);
            count -= header.FrameLength;
            received.AsSpan(header.FrameLength, count).CopyTo(received);
            if (result is not null)
                return result;
        }

        return null;
    }

    private ReadResult? Judge(Mbap header, ReadRequest request, Span<byte> destination)
    {
        if (header.TransactionId != transactionId)
        {
            var requestsBack = (ushort)(transactionId - header.TransactionId);
            sawForeign |= requestsBack >= sentOnConnection || requestsBack > LateWindow;
            return null;
        }

        link.CountReply();
        return header.Unit == request.Unit
            ? ReadPdu.ParseReply(received.AsSpan(Mbap.HeaderLength, header.PduLength), request, destination)
            : ReadResult.Failed(ModbusFault.InvalidReply);
    }
}
