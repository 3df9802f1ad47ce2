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

    /// <summary>True from what is no frame to the next reply that is taken.</summary>
    public bool IsLost { get; private set; }

    /// <summary>A whole frame that may yet turn out to be one cut short, with the reply's beginning where its end should be.</summary>
    public Mbap? HeldBack { get; private set; }

    /// <summary>Whether the last try threw bytes away that are no frame.</summary>
    public bool ThrewAway { get; private set; }

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

    /// <summary>Says that bytes were put into <see cref="Free"/>.</summary>
    public void Append(int length) => count += length;

    /// <summary>Takes the next frame off the front.</summary>
    /// <param name="header">The frame's header.</param>
    /// <param name="pdu">Its PDU, until the next call.</param>
    /// <returns>False while no frame is whole.</returns>
    public bool TryTake(out Mbap header, out ReadOnlySpan<byte> pdu)
    {
        Drop(taken);
        (HeldBack, ThrewAway) = (null, false);
        pdu = default;
        var isFrame = Mbap.TryRead(Received, out header);
        IsLost |= !isFrame && count >= Mbap.HeaderLength;
        if (IsLost || !isFrame || !IsAwaited(header))
        {
            if (!LookForReply(isFrame ? header : null))
                return false;
            isFrame = Mbap.TryRead(Received, out header);
        }

        if (!isFrame || count < header.FrameLength)
            return false;
        IsLost = false;
        taken = header.FrameLength;
        observer?.FrameReceived(Received[..taken]);
        pdu = Received[Mbap.HeaderLength..taken];
        return true;
    }

    /// <summary>
    /// Looks for a reply behind what is no frame, or within a frame that nobody waits for: that one was cut short then, and what
    /// seems to be its rest is the reply.
    /// </summary>
    /// <returns>False while there is no telling.</returns>
    private bool LookForReply(Mbap? front)
    {
        var place = FirstReply(out var isWhole);
        if (!IsLost && (place < 0 || place >= front?.FrameLength))
            return true;

        IsLost |= isWhole;
        if (IsLost)
            ThrowAway(place < 0 ? count : place);
        else if (count >= front?.FrameLength)
            HeldBack = front;
        return isWhole;
    }

    private bool IsAwaited(Mbap header)
    {
        foreach (var exchange in exchanges)
        {
            if (exchange.State == TcpExchangeState.Waiting && exchange.TransactionId == header.TransactionId)
                return true;
        }

        return false;
    }

    /// <summary>Where the first reply that is waited for begins, or may begin with what is still to come; -1 when nowhere.</summary>
    private int FirstReply(out bool isWhole)
    {
        var first = -1;
        isWhole = false;
        foreach (var exchange in exchanges)
        {
            if (exchange.State != TcpExchangeState.Waiting)
                continue;
            var place = new MbapReplyHead(exchange.TransactionId, exchange.Request).IndexIn(Received, out var isWholeHere);
            if (place >= 0 && (first < 0 || place < first))
                (first, isWhole) = (place, isWholeHere);
        }

        return first;
    }

    private void ThrowAway(int length)
    {
        ThrewAway |= length > 0;
        if (length > 0)
            observer?.BytesDiscarded(Received[..length], isDamagedFrame: false);
        Drop(length);
    }

    private void Drop(int length)
    {
        count -= length;
        bytes.AsSpan(length, count).CopyTo(bytes);
        taken = 0;
    }
}
