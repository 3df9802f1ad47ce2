namespace Gateway.Modbus;

/// <summary>Tells an observer what bytes from an ASCII line are: the frames among them, damaged or not, and the rest.</summary>
internal static class AsciiSight
{
    /// <summary>Tells what came, in the order of arrival.</summary>
    public static void Tell(IWireObserver observer, ReadOnlySpan<byte> bytes)
    {
        Span<byte> content = stackalloc byte[AsciiFrame.MaxContentLength];
        var told = 0;
        for (var from = 0; AsciiFrame.Find(bytes[from..]) is var place && !place.Equals(0..0);)
        {
            var (offset, length) = place.GetOffsetAndLength(bytes.Length - from);
            var frame = bytes.Slice(from + offset, length);
            var isIntact = AsciiFrame.TryRead(frame, content, out var count);
            // Text with a colon in it is no frame, though it has its ends.
            if (isIntact || count >= 2)
            {
                Discard(observer, bytes[told..(from + offset)], isDamagedFrame: false);
                if (isIntact)
                    observer.FrameReceived(frame);
                else
                    Discard(observer, frame, isDamagedFrame: true);
                told = from + offset + length;
            }

            from += offset + length;
        }

        Discard(observer, bytes[told..], isDamagedFrame: false);
    }

    private static void Discard(IWireObserver observer, ReadOnlySpan<byte> bytes, bool isDamagedFrame)
    {
        if (!bytes.IsEmpty)
            observer.BytesDiscarded(bytes, isDamagedFrame);
    }
}
