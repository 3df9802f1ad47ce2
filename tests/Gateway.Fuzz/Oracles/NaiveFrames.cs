namespace Gateway.Fuzz;

/// <summary>
/// Modbus a second time, written from the specification for plainness alone, to compare the product with: bit by bit, byte by byte, with
/// no state and little thought of speed. Shares no code with the product but its requests and results.
/// </summary>
internal static class NaiveFrames
{
    private static readonly int[] CrcOfByte = [.. Enumerable.Range(0, 256).Select(ShiftedOut)];

    /// <summary>Modbus over Serial Line V1.02, 6.2.2.</summary>
    public static int Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFF;
        foreach (var value in bytes)
            crc = (crc / 256) ^ CrcOfByte[(crc ^ value) % 256];
        return crc;
    }

    public static byte[] Rtu(byte unit, byte[] pdu)
    {
        byte[] body = [unit, .. pdu];
        var crc = Crc(body);
        return [.. body, (byte)(crc % 256), (byte)(crc / 256)];
    }

    public static byte[] Tcp(int transaction, byte unit, byte[] pdu) =>
        [(byte)(transaction / 256), (byte)(transaction % 256), 0, 0, 0, (byte)(pdu.Length + 1), unit, .. pdu];

    /// <summary>Modbus over Serial Line V1.02, 2.5.2.</summary>
    public static byte[] Ascii(byte unit, byte[] pdu)
    {
        byte[] body = [unit, .. pdu];
        var lrc = (256 - (body.Sum(value => value) % 256)) % 256;
        var digits = body.Append((byte)lrc).SelectMany(value => $"{value:X2}");
        return [(byte)':', .. digits.Select(digit => (byte)digit), (byte)'\r', (byte)'\n'];
    }

    /// <summary>
    /// The bytes that the characters between a frame's ends stand for, up to the first pair that is none; and whether all is right.
    /// </summary>
    public static (byte[] Content, bool IsIntact) AsciiContent(byte[] digits)
    {
        var content = new List<byte>();
        while ((2 * content.Count) + 1 < digits.Length && Uri.IsHexDigit((char)digits[2 * content.Count])
            && Uri.IsHexDigit((char)digits[(2 * content.Count) + 1]))
        {
            var place = 2 * content.Count;
            content.Add((byte)((16 * Uri.FromHex((char)digits[place])) + Uri.FromHex((char)digits[place + 1])));
        }

        var isIntact = 2 * content.Count == digits.Length && content.Count >= 3 && content.Sum(value => value) % 256 == 0;
        return ([.. content], isIntact);
    }

    public static bool IsIntactRtu(ReadOnlySpan<byte> frame) =>
        frame.Length is >= 4 and <= 256 && Crc(frame[..^2]) == frame[^2] + (256 * frame[^1]);

    /// <summary>How many data bytes the reply to a read carries: V1.1b3, 6.1 to 6.4.</summary>
    public static int DataBytes(ReadRequest request)
    {
        if ((int)request.Table >= 3)
            return request.Count + request.Count;
        var bytes = 0;
        for (var bits = 0; bits < request.Count; bits += 8)
            bytes++;
        return bytes;
    }

    /// <summary>What a reply PDU says to the request.</summary>
    public static (ReadResult Result, byte[] Data) Judge(ReadOnlySpan<byte> pdu, ReadRequest request)
    {
        var function = (int)request.Table;
        if (pdu.Length == 2 && pdu[0] == function + 128 && pdu[1] > 0)
            return (ReadResult.Failed((ModbusExceptionCode)pdu[1]), []);
        var bytes = DataBytes(request);
        if (pdu.Length != bytes + 2 || pdu[0] != function || pdu[1] != bytes)
            return (ReadResult.Failed(ModbusFault.InvalidReply), []);
        return (ReadResult.Success, pdu[2..].ToArray());
    }

    /// <summary>Length of the frame at these bytes, going by a TCP header; 0 when they are no header.</summary>
    public static int TcpLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 7 || bytes[2] != 0 || bytes[3] != 0)
            return 0;
        var rest = (256 * bytes[4]) + bytes[5];
        return rest is >= 2 and <= 254 ? 6 + rest : 0;
    }

    /// <summary>The procedure in words, one bit at a time.</summary>
    private static int ShiftedOut(int crc)
    {
        for (var shift = 0; shift < 8; shift++)
        {
            var carry = crc % 2;
            crc /= 2;
            if (carry == 1)
                crc ^= 0xA001;
        }

        return crc;
    }
}
