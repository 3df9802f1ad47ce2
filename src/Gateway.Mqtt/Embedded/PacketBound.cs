namespace Gateway.Mqtt.Embedded;

/// <summary>
/// Follows the lengths of the packets in a stream (MQTT 5.0, section 2.1.4). The library makes room for a packet as soon as it has read its
/// length, so who is to be refused must be before that.
/// </summary>
internal struct PacketBound(int maxBytes)
{
    private const int MostLengthBits = 28;

    private long body;
    private long length;
    private int bits = -1;

    /// <summary>Takes the next bytes; false when they announce a packet beyond the bound.</summary>
    public bool Pass(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var passed = 1;
            if (body > 0)
            {
                passed = (int)Math.Min(body, bytes.Length);
                body -= passed;
            }
            else if (bits < 0)
            {
                (bits, length) = (0, 0);
            }
            else if (!PassLength(bytes[0]))
            {
                return false;
            }

            bytes = bytes[passed..];
        }

        return true;
    }

    private bool PassLength(byte next)
    {
        length |= (long)(next & 0x7F) << bits;
        bits += 7;
        var isLast = (next & 0x80) == 0;
        var whole = 1 + (bits / 7) + length;
        if (isLast)
        {
            (body, bits) = (length, -1);
        }

        return whole <= maxBytes && (isLast || bits < MostLengthBits);
    }
}
