using System.Threading.Tasks.Sources;

namespace Gateway.Modbus;

/// <summary>
/// One read in flight on a TCP connection: what was asked, and who waits for it. Used again and again. The client's lock guards all
/// but the outcome; whoever moves it from <see cref="TcpExchangeState.Waiting"/> to <see cref="TcpExchangeState.Ending"/> ends it.
/// </summary>
internal sealed class TcpExchange(ModbusTcpClient client) : IValueTaskSource<ReadResult>
{
    private ManualResetValueTaskSourceCore<ReadResult> outcome;
    private CancellationTokenRegistration registration;
    private Memory<byte> destination;

    public TcpExchangeState State { get; set; }

    public ReadRequest Request { get; private set; }

    public CancellationToken Caller { get; private set; }

    public ushort TransactionId { get; private set; }

    /// <summary>When the request was sent; null while it was not.</summary>
    public long? SentAt { get; private set; }

    public long Deadline { get; private set; }

    /// <summary>A reply came meanwhile that answers nobody.</summary>
    public bool SawForeign { get; set; }

    public void Claim(in ReadRequest request, Memory<byte> destination, CancellationToken caller)
    {
        outcome.Reset();
        (State, Request, this.destination, Caller, SentAt) = (TcpExchangeState.Claimed, request, destination, caller, null);
    }

    public void Send(ushort transactionId, long now, long deadline) =>
        (State, TransactionId, SentAt, Deadline, SawForeign) = (TcpExchangeState.Waiting, transactionId, now, deadline, false);

    /// <summary>The outcome, for the caller to await; ends early when the caller's token says so.</summary>
    public ValueTask<ReadResult> Await()
    {
        var waiting = new ValueTask<ReadResult>(this, outcome.Version);
        registration = Caller.UnsafeRegister(static exchange => ((TcpExchange)exchange!).Cancel(), this);
        return waiting;
    }

    public ReadResult Judge(Mbap header, ReadOnlySpan<byte> pdu) => header.Unit == Request.Unit
        ? ReadPdu.ParseReply(pdu, Request, destination.Span)
        : ReadResult.Failed(ModbusFault.InvalidReply);

    public void End(in ReadResult result) => outcome.SetResult(result);

    public void EndCancelled() => outcome.SetException(new OperationCanceledException(Caller));

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        // Before the exchange is free: a cancellation on its way must not hit the next read.
        registration.Dispose();
        try
        {
            return outcome.GetResult(token);
        }
        finally
        {
            destination = default;
            client.Release(this);
        }
    }

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => outcome.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        outcome.OnCompleted(continuation, state, token, flags);

    private void Cancel() => client.Cancel(this);
}

internal enum TcpExchangeState : byte
{
    /// <summary>For the next read to take.</summary>
    Free,

    /// <summary>Taken, not sent.</summary>
    Claimed,

    /// <summary>Sent; a reply, the time-out, the caller or the link's end decide.</summary>
    Waiting,

    /// <summary>Sent, and its time is up.</summary>
    Expired,

    /// <summary>Sent, and its connection has ended.</summary>
    CutOff,

    /// <summary>Decided; the caller is being told.</summary>
    Ending,
}
