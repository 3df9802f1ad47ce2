namespace Gateway.Modbus;

/// <summary>Tells an observer what bytes from an RTU line are: the frames among them, and the rest.</summary>
internal static class RtuSight
{
    /// <summary>Tells what came around the frame that decided a read, in the order of arrival.</summary>
    public static void Tell(IWireObserver observer, ReadOnlySpan<byte> bytes, Range decisive)
    {
        var (start, length) = decisive.GetOffsetAndLength(bytes.Length);
        var frame = bytes.Slice(start, length);
        Tell(observer, bytes[..start]);
        if (RtuFrame.IsIntact(frame))
            observer.FrameReceived(frame);
        else if (length > 0)
            observer.BytesDiscarded(frame, isDamagedFrame: true);
        Tell(observer, bytes[(start + length)..]);
    }

    /// <summary>Tells what bytes are that nobody waited for.</summary>
    public static void Tell(IWireObserver observer, ReadOnlySpan<byte> bytes)
    {
        // A function of unknown length is only believed when it is alone: any noise has a right checksum somewhere.
        if (RtuFrame.IsIntact(bytes))
        {
            observer.FrameReceived(bytes);
            return;
        }

        var told = 0;
        for (var start = 0; start + RtuFrame.MinLength <= bytes.Length;)
        {
            var length = ReplyLengthAt(bytes[start..]);
            if (length > bytes.Length - start || !RtuFrame.IsIntact(bytes.Slice(start, length)))
            {
                start++;
                continue;
            }

            Discard(observer, bytes[told..start]);
            observer.FrameReceived(bytes.Slice(start, length));
            told = start += length;
        }

        Discard(observer, bytes[told..]);
    }

    /// <summary>Length of the reply to a read that these bytes may begin; 0 when they begin none.</summary>
    private static int ReplyLengthAt(ReadOnlySpan<byte> head) => head[1] switch
    {
        >= (byte)ModbusTable.Coil and <= (byte)ModbusTable.InputRegister => RtuFrame.HeaderLength + 2 + head[2] + RtuFrame.CrcLength,
        > ReadPdu.ExceptionFlag => RtuFrame.ExceptionLength,
        _ => 0,
    };

    private static void Discard(IWireObserver observer, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
            observer.BytesDiscarded(bytes, isDamagedFrame: false);
    }
}
