using System.Net;
using System.Runtime.CompilerServices;

namespace Gateway.Modbus;

/// <summary>
/// Reads over Modbus TCP. Opens on the first read, closes when the connection breaks and opens again on a later read; how often
/// to try is the caller's to say. A reply is given only to the request whose transaction id it carries: one that comes late is
/// thrown away, and so is what is no reply at all; see <see cref="MbapStream"/>. Three time-outs in a row close the connection as well.
/// Allocates nothing for a read that succeeds.
/// </summary>
public sealed class ModbusTcpClient : IModbusClient
{
    /// <summary>How many requests back a reply still counts as late; an id beyond that is taken for a foreign one.</summary>
    private const ushort LateWindow = 16;

    private readonly ClientLink link;
    private readonly IWireObserver? observer;
    private readonly byte[] request = new byte[Mbap.HeaderLength + ReadPdu.RequestLength];
    private readonly MbapStream stream;
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
        (link, stream, this.observer) = (new ClientLink(channel, timing, time), new MbapStream(observer), observer);

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
            {
                stream.Clear();
                sentOnConnection = 0;
            }

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
            stream.RequestGoesOut();
            observer?.RequestSent(this.request);
            sentAt = link.Time.GetTimestamp();
            await link.Channel.WriteAsync(this.request, token);
            isSent = true;
            while (true)
            {
                if (TakeReply(request, destination.Span) is { } result)
                    return result;
                stream.Append(await link.Channel.ReadAsync(stream.Free, token));
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

    private void WriteRequest(ReadRequest request)
    {
        transactionId++;
        sentOnConnection++;
        new Mbap(transactionId, request.Unit, ReadPdu.RequestLength).Write(this.request);
        ReadPdu.WriteRequest(this.request.AsSpan(Mbap.HeaderLength), request);
    }

    /// <summary>Takes whole frames out of what was received, up to the one that answers the request.</summary>
    /// <returns>Null while that one has not come.</returns>
    private ReadResult? TakeReply(ReadRequest request, Span<byte> destination)
    {
        var awaited = new MbapReplyHead(transactionId, request);
        while (stream.TryTake(awaited, out var header, out var pdu))
        {
            if (Judge(header, pdu, request, destination) is { } result)
                return result;
        }

        sawForeign |= stream.IsLost;
        return null;
    }

    private ReadResult? Judge(Mbap header, ReadOnlySpan<byte> pdu, ReadRequest request, Span<byte> destination)
    {
        if (header.TransactionId != transactionId)
        {
            var requestsBack = (ushort)(transactionId - header.TransactionId);
            sawForeign |= requestsBack >= sentOnConnection || requestsBack > LateWindow;
            return null;
        }

        link.CountReply();
        return header.Unit == request.Unit
            ? ReadPdu.ParseReply(pdu, request, destination)
            : ReadResult.Failed(ModbusFault.InvalidReply);
    }
}
