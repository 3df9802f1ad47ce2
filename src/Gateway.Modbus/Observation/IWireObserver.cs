namespace Gateway.Modbus;

/// <summary>
/// Sees what passes on a client's wire: for statistics and for a trace. Called on the client's own loop, one call at a time; must not
/// block or throw, and must copy what it wants to keep.
/// </summary>
public interface IWireObserver
{
    /// <summary>A request went out.</summary>
    /// <param name="frame">The whole frame with header or checksum, as it is on the wire.</param>
    void RequestSent(ReadOnlySpan<byte> frame);

    /// <summary>A whole frame came in, whether or not it is the reply that was waited for.</summary>
    /// <param name="frame">The frame with header or checksum, as it was on the wire.</param>
    void FrameReceived(ReadOnlySpan<byte> frame);

    /// <summary>Bytes came in that belong to no frame, or to one with a wrong checksum, and were thrown away.</summary>
    /// <param name="bytes">In the order of their arrival.</param>
    /// <param name="isDamagedFrame">True for what began as the reply and has a wrong checksum; over ASCII for any frame that has.</param>
    void BytesDiscarded(ReadOnlySpan<byte> bytes, bool isDamagedFrame);

    /// <summary>A read is over.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="result">How it went.</param>
    /// <param name="roundTrip">From the sending of the request until this was known; without the silence kept before it.</param>
    void ReadEnded(in ReadRequest request, in ReadResult result, TimeSpan roundTrip);
}
