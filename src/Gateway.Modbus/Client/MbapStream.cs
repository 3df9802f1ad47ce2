namespace Gateway.Modbus;

/// <summary>
/// The frames in the bytes of a connection. TCP loses nothing, yet devices and the gateways in between cut frames short and say what is
/// no frame. From then on the stream has no beginning to count from, and the replies that are waited for are looked for by their heads. So
/// nothing that goes wrong within a connection needs a new one. To be called under the client's lock, also while a read into
/// <see cref="Free"/> goes on: only <see cref="TryTake"/> and <see cref="Clear"/> move bytes, and both are the receiver's to call.
/// </summary>
/// <param name="exchanges">Whose replies are waited for.</param>
/// <param name="observer">Hears of each frame and of what is thrown away.</param>
internal sealed class MbapStream(TcpExchange[] exchanges, IWireObserver? observer)
{
    private readonly byte[] bytes = new byte[2 * Mbap.MaxLength];
    private int count;

    /// <summary>Length of the frame at the front that was taken last.</summary>
    private int taken;

    /// <summary>Bytes at the front that came before the oldest request in flight: no reply that is waited for begins there.</summary>
    private int older;

    /// <summary>True from what is no frame to the next reply that is taken.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Room for the next bytes; never empty once <see cref="TryTake"/> found nothing.</summary>
    public Memory<byte> Free => bytes.AsMemory(count);

    private ReadOnlySpan<byte> Received => bytes.AsSpan(0, count);

    /// <summary>Begins a new connection.</summary>
    public void Clear()
    {
        Drop(taken);
        ThrowAway(count);
        IsLost = false;
    }

    /// <summary>Says that a request goes out while no other is in flight.</summary>
    public void FirstRequestGoesOut() => older = count;

    /// <summary>Says that bytes were put into <see cref="Free"/>.</summary>
    public void Append(int length) => count += length;

    /// <summary>Takes the next frame off the front.</summary>
    /// <param name="header">The frame's header.</param>
    /// <param name="pdu">Its PDU, until the next call.</param>
    /// <returns>False while no frame is whole.</returns>
    public bool TryTake(out Mbap header, out ReadOnlySpan<byte> pdu)
    {
        Drop(taken);
        if (older > 0 && !IsLost && IsReplyBehindABrokenFrame())
            IsLost = true;
        if (!IsLost && count >= Mbap.HeaderLength && !Mbap.TryRead(Received, out _))
            IsLost = true;
        if (IsLost)
            ThrowAway(FirstReply() is >= 0 and var reply ? reply : count);

        pdu = default;
        if (!Mbap.TryRead(Received, out header) || count < header.FrameLength)
            return false;
        IsLost = false;
        taken = header.FrameLength;
        observer?.FrameReceived(Received[..taken]);
        pdu = Received[Mbap.HeaderLength..taken];
        return true;
    }

    /// <summary>
    /// Where older bytes begin a frame, what follows is its rest or, when that never comes, the reply: told by the reply's head
    /// standing where the frame has not ended yet.
    /// </summary>
    private bool IsReplyBehindABrokenFrame() =>
        FirstReply() is >= 0 and var reply
        && !(Mbap.TryRead(Received, out var front) && front.FrameLength <= reply);

    /// <summary>Where the first reply that is waited for begins, or may begin; -1 when nowhere.</summary>
    private int FirstReply()
    {
        var first = -1;
        foreach (var exchange in exchanges)
        {
            if (exchange.State != TcpExchangeState.Waiting)
                continue;
            var index = new MbapReplyHead(exchange.TransactionId, exchange.Request).IndexIn(Received, older);
            if (index >= 0 && (first < 0 || index < first))
                first = index;
        }

        return first;
    }

    private void ThrowAway(int length)
    {
        if (length > 0)
            observer?.BytesDiscarded(Received[..length], isDamagedFrame: false);
        Drop(length);
    }

    private void Drop(int length)
    {
        count -= length;
        bytes.AsSpan(length, count).CopyTo(bytes);
        older = Math.Max(0, older - length);
        taken = 0;
    }
}
