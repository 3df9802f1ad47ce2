namespace Gateway.Modbus;

/// <summary>
/// Finds the next request among bytes from an RTU line, without a clock: by the lengths that the functions have and by the checksum.
/// </summary>
public static class RtuRequestScan
{
    /// <summary>Looks for the first intact request.</summary>
    /// <param name="received">All bytes not yet used; any bytes.</param>
    /// <returns>Where it is; an empty range at 0 when there is none yet.</returns>
    public static Range Find(ReadOnlySpan<byte> received)
    {
        for (var start = 0; start + RtuFrame.MinLength <= received.Length; start++)
        {
            var length = LengthAt(received[start..]);
            if (length > 0 && length <= received.Length - start && RtuFrame.IsIntact(received.Slice(start, length)))
                return start..(start + length);
        }

        // A function of unknown length is only believed when it is alone: any noise has a right checksum somewhere.
        return RtuFrame.IsIntact(received) ? ..received.Length : 0..0;
    }

    /// <summary>Length of the request that these bytes may begin (V1.1b3, 6.1 to 6.16); 0 when unknown.</summary>
    private static int LengthAt(ReadOnlySpan<byte> head) => head[1] switch
    {
        >= 1 and <= 6 => RtuFrame.RequestLength,
        15 or 16 when head.Length > 6 => 9 + head[6],
        _ => 0,
    };
}
