using System.Net;
using System.Runtime.CompilerServices;

namespace Gateway.Modbus;

/// <summary>
/// Reads over Modbus TCP, on request several at a time on one connection. Opens on the first read, closes when the connection breaks and
/// opens again on a later read; how often to try is the caller's to say. A reply is given only to the request whose transaction id it
/// carries, in whatever order replies come: one that is late is thrown away, and so is what is no reply at all; see
/// <see cref="MbapStream"/>. Three time-outs in a row without any reply close the
/// connection as well. Allocates nothing for a read that succeeds. What awaits a read goes on where the reply was received, so it must not
/// block.
/// </summary>
public sealed partial class ModbusTcpClient : IModbusClient
{
    /// <summary>Most reads that can be in flight on one connection.</summary>
    public const int MaxPipeline = 16;

    /// <summary>How many requests back a reply still counts as late; an id beyond that is taken for a foreign one.</summary>
    private const ushort LateWindow = 64;

    private const int RequestLength = Mbap.HeaderLength + ReadPdu.RequestLength;

    private readonly Lock gate = new();
    private readonly IByteChannel channel;
    private readonly ModbusTiming timing;
    private readonly TimeProvider time;
    private readonly IWireObserver? observer;
    private readonly TcpExchange[] exchanges;
    private readonly SemaphoreSlim opening = new(1);
    private readonly RequestDeadline connecting;
    private readonly ITimer timer;
    private readonly MbapStream stream;
    private byte[] outgoing;
    private byte[] sending;
    private Task receiving = Task.CompletedTask;
    private long timerDue;
    private long? lastReply;
    private int connection;
    private int openAttempts;
    private int outgoingCount;
    private int sentOnConnection;
    private int timeouts;
    private ushort transactionId;
    private bool hadReply;
    private bool isFlushing;
    private bool isSendStuck;
    private bool isDisposed;
    private volatile bool isOpen;

    /// <summary>Makes a client; connects to nothing yet.</summary>
    /// <param name="endPoint">Host name or address, and port (502 as a rule).</param>
    /// <param name="timing">How long to wait.</param>
    /// <param name="time">Measures the waits.</param>
    /// <param name="observer">Sees what passes on the wire.</param>
    /// <param name="pipeline">Reads in flight at most, 1 to <see cref="MaxPipeline"/>; more than one only where the device can.</param>
    public ModbusTcpClient(
        DnsEndPoint endPoint, ModbusTiming timing, TimeProvider time, IWireObserver? observer = null, int pipeline = 1)
        : this(new TcpChannel(endPoint), timing, time, observer, pipeline)
    {
    }

    internal ModbusTcpClient(
        IByteChannel channel, ModbusTiming timing, TimeProvider time, IWireObserver? observer = null, int pipeline = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pipeline, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pipeline, MaxPipeline);
        (this.channel, this.timing, this.time, this.observer) = (channel, timing, time, observer);
        exchanges = [.. Enumerable.Range(0, pipeline).Select(_ => new TcpExchange(this))];
        stream = new MbapStream(exchanges, observer);
        (outgoing, sending) = (new byte[pipeline * RequestLength], new byte[pipeline * RequestLength]);
        connecting = new RequestDeadline(time);
        timer = time.CreateTimer(
            static client => ((ModbusTcpClient)client!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Makes a client for Modbus/TCP Security; connects to nothing yet.</summary>
    /// <param name="endPoint">Host name or address, and port (<see cref="ModbusTls.Port"/> as a rule).</param>
    /// <param name="tls">Certificates.</param>
    /// <param name="timing">How long to wait; the time to connect covers the TLS handshake.</param>
    /// <param name="time">Measures the waits.</param>
    /// <param name="observer">Sees what passes on the wire, in the clear.</param>
    /// <param name="pipeline">Reads in flight at most.</param>
    public static ModbusTcpClient OverTls(
        DnsEndPoint endPoint, ModbusTls tls, ModbusTiming timing, TimeProvider time, IWireObserver? observer = null, int pipeline = 1) =>
        new(new TlsChannel(endPoint, tls), timing, time, observer, pipeline);

    /// <inheritdoc/>
    public int MaxInFlight => exchanges.Length;

    /// <inheritdoc/>
    public string? LastOpenFailure { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The request is not valid, or the destination is too short.</exception>
    /// <exception cref="InvalidOperationException"><see cref="MaxInFlight"/> reads are running.</exception>
    public ValueTask<ReadResult> ReadAsync(ReadRequest request, Memory<byte> destination, CancellationToken cancellationToken)
    {
        request.ThrowIfUnusable(destination.Length);
        cancellationToken.ThrowIfCancellationRequested();
        var exchange = Claim(request, destination, cancellationToken);
        return timing.Turnaround == TimeSpan.Zero && TrySend(exchange) ? exchange.Await() : PrepareAndSendAsync(exchange);
    }

    /// <summary>Closes the connection; reads in flight end as <see cref="ModbusFault.Disconnected"/>.</summary>
    public ValueTask DisposeAsync()
    {
        lock (gate)
            isDisposed = true;
        Break(connection);
        timer.Dispose();
        connecting.Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Release(TcpExchange exchange)
    {
        lock (gate)
            exchange.State = TcpExchangeState.Free;
    }

    internal void Cancel(TcpExchange exchange)
    {
        if (Take(exchange, TcpExchangeState.Waiting))
            exchange.EndCancelled();
    }

    private TcpExchange Claim(in ReadRequest request, Memory<byte> destination, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, typeof(IModbusClient));
            foreach (var exchange in exchanges)
            {
                if (exchange.State != TcpExchangeState.Free)
                    continue;
                exchange.Claim(request, destination, cancellationToken);
                return exchange;
            }
        }

        throw new InvalidOperationException(
            $"{MaxInFlight} reads are still running on this client, and that many at a time it takes. Await one first.");
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> PrepareAndSendAsync(TcpExchange exchange)
    {
        try
        {
            do
            {
                if (!await OpenAsync(exchange.Caller))
                {
                    var result = ReadResult.Failed(ModbusFault.Disconnected);
                    Tell(exchange, result);
                    Release(exchange);
                    return result;
                }

                for (var wait = TurnaroundLeft(); wait > TimeSpan.Zero; wait = TurnaroundLeft())
                    await Task.Delay(WholeMilliseconds.AtLeast(wait), time, exchange.Caller);
            }
            while (!TrySend(exchange));
        }
        catch (OperationCanceledException)
        {
            Release(exchange);
            throw;
        }

        return await exchange.Await();
    }

    private TimeSpan TurnaroundLeft()
    {
        lock (gate)
        {
            return timing.Turnaround == TimeSpan.Zero || lastReply is not { } last
                ? TimeSpan.Zero
                : timing.Turnaround - time.GetElapsedTime(last);
        }
    }

    /// <summary>Queues the request, and sends unless somebody else does already: he takes it along.</summary>
    /// <returns>False when the connection is closed.</returns>
    private bool TrySend(TcpExchange exchange)
    {
        lock (gate)
        {
            if (!isOpen)
                return false;

            transactionId++;
            sentOnConnection = Math.Min(sentOnConnection + 1, LateWindow + 1);
            var frame = outgoing.AsSpan(outgoingCount, RequestLength);
            new Mbap(transactionId, exchange.Request.Unit, ReadPdu.RequestLength).Write(frame);
            ReadPdu.WriteRequest(frame[Mbap.HeaderLength..], exchange.Request);
            outgoingCount += RequestLength;

            var now = time.GetTimestamp();
            var deadline = now + (long)(timing.ReplyTimeout.TotalSeconds * time.TimestampFrequency);
            exchange.Send(transactionId, now, deadline);
            observer?.RequestSent(frame);
            if (timerDue == 0)
                SetTimer(now, deadline);
            if (isFlushing)
                return true;
            isFlushing = true;
        }

        Flush();
        return true;
    }

    private void Flush()
    {
        while (true)
        {
            ReadOnlyMemory<byte> bytes;
            int current;
            lock (gate)
            {
                current = connection;
                isSendStuck = false;
                isFlushing = isOpen && outgoingCount > 0;
                if (!isFlushing)
                    return;
                (outgoing, sending) = (sending, outgoing);
                bytes = sending.AsMemory(0, outgoingCount);
                outgoingCount = 0;
            }

            var writing = Write(bytes);
            if (!writing.IsCompletedSuccessfully)
            {
                _ = FinishFlushAsync(writing, current);
                return;
            }

            writing.GetAwaiter().GetResult();
        }
    }

    // A socket that was closed meanwhile throws at once, where one that breaks gives a task that failed.
    private ValueTask Write(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return channel.WriteAsync(bytes, CancellationToken.None);
        }
        catch (Exception e) when (LinkFailure.Covers(e))
        {
            return ValueTask.FromException(e);
        }
    }

    private async Task FinishFlushAsync(ValueTask writing, int connection)
    {
        lock (gate)
            isSendStuck = true;
        try
        {
            await writing;
        }
        catch (Exception e) when (LinkFailure.Covers(e))
        {
            Break(connection);
        }

        Flush();
    }

    private void Tell(TcpExchange exchange, in ReadResult result)
    {
        if (observer is null)
            return;

        lock (gate)
        {
            var roundTrip = exchange.SentAt is { } sent ? time.GetElapsedTime(sent) : TimeSpan.Zero;
            observer.ReadEnded(exchange.Request, result, roundTrip);
        }
    }

    private void End(TcpExchange exchange, in ReadResult result)
    {
        Tell(exchange, result);
        exchange.End(result);
    }

    /// <summary>Takes an exchange in that state, to end it.</summary>
    private bool Take(TcpExchange exchange, TcpExchangeState state)
    {
        lock (gate)
        {
            if (exchange.State != state)
                return false;
            exchange.State = TcpExchangeState.Ending;
            return true;
        }
    }
}
