namespace Gateway.Modbus;

/// <summary>Lets two observers see the same wire, the first one first.</summary>
public sealed class ObserverPair(IWireObserver first, IWireObserver second) : IWireObserver
{
    /// <summary>An observer that tells both; the other one where one of them is null.</summary>
    public static IWireObserver? Of(IWireObserver? first, IWireObserver? second) =>
        first is null ? second : second is null ? first : new ObserverPair(first, second);

    /// <inheritdoc/>
    public void RequestSent(ReadOnlySpan<byte> frame)
    {
        first.RequestSent(frame);
        second.RequestSent(frame);
    }

    /// <inheritdoc/>
    public void FrameReceived(ReadOnlySpan<byte> frame)
    {
        first.FrameReceived(frame);
        second.FrameReceived(frame);
    }

    /// <inheritdoc/>
    public void BytesDiscarded(ReadOnlySpan<byte> bytes, bool isDamagedFrame)
    {
        first.BytesDiscarded(bytes, isDamagedFrame);
        second.BytesDiscarded(bytes, isDamagedFrame);
    }

    /// <inheritdoc/>
    public void ReadEnded(in ReadRequest request, in ReadResult result, TimeSpan roundTrip)
    {
        first.ReadEnded(request, result, roundTrip);
        second.ReadEnded(request, result, roundTrip);
    }
}
