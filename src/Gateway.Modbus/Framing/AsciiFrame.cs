using System.Buffers;

namespace Gateway.Modbus;

// Modbus over Serial Line V1.02, 2.5.2 (ASCII), each byte as two hexadecimal digits:
//
//   | ':' | address 2 | PDU 2..506 | LRC 2 | CR LF |     9..513 characters
//
// The characters tell where a frame begins and ends, so no silence has to; within it they are at most one second apart.

/// <summary>The ASCII frame around a PDU. Digits are sent in upper case, as the specification has them, and read in both.</summary>
public static class AsciiFrame
{
    /// <summary>Longest frame.</summary>
    public const int MaxLength = 513;

    /// <summary>Length of the frame that asks for a read.</summary>
    public const int RequestLength = FixedLength + (2 * ReadPdu.RequestLength);

    /// <summary>Length of an exception reply.</summary>
    public const int ExceptionLength = FixedLength + (2 * ReadPdu.ExceptionLength);

    /// <summary>Most bytes that a frame's digits stand for: unit, PDU, checksum.</summary>
    internal const int MaxContentLength = HeaderLength + ReadPdu.MaxLength + LrcLength;

    /// <summary>A pause this long between two characters of a frame ends it (2.5.2.1).</summary>
    internal static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(1);

    private const int HeaderLength = 1;
    private const int LrcLength = 1;
    private const int FixedLength = 1 + (2 * (HeaderLength + LrcLength)) + 2;
    private const byte Start = (byte)':';

    private static ReadOnlySpan<byte> End => "\r\n"u8;

    /// <summary>Length of a correct reply to the request.</summary>
    public static int ReplyLength(ReadRequest request) => FixedLength + (2 * ReadPdu.ReplyLength(request));

    /// <summary>Writes the frame that asks for a read.</summary>
    /// <returns>Characters written: <see cref="RequestLength"/>.</returns>
    public static int WriteRequest(Span<byte> destination, ReadRequest request)
    {
        Span<byte> pdu = stackalloc byte[ReadPdu.RequestLength];
        ReadPdu.WriteRequest(pdu, request);
        return Write(destination, request.Unit, pdu);
    }

    /// <summary>Writes a frame.</summary>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes, or as many as the PDU needs.</param>
    /// <param name="unit">The address.</param>
    /// <param name="pdu">At most <see cref="ReadPdu.MaxLength"/> bytes.</param>
    /// <returns>Characters written.</returns>
    public static int Write(Span<byte> destination, byte unit, ReadOnlySpan<byte> pdu)
    {
        Span<byte> content = stackalloc byte[MaxContentLength];
        content = content[..(HeaderLength + pdu.Length + LrcLength)];
        content[0] = unit;
        pdu.CopyTo(content[HeaderLength..]);
        content[^1] = Lrc(content[..^LrcLength]);
        destination[0] = Start;
        Convert.TryToHexString(content, destination[1..], out var digits);
        End.CopyTo(destination[(1 + digits)..]);
        return 1 + digits + End.Length;
    }

    /// <summary>The checksum: what makes the sum of all bytes 0, carries left out (6.2.1).</summary>
    public static byte Lrc(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0;
        foreach (var value in bytes)
            sum += value;
        return (byte)-sum;
    }

    /// <summary>
    /// Finds the first frame that is at its end: from a ':' to the next CR LF. A ':' always begins a new one, and what is too long is none.
    /// </summary>
    /// <returns>Where it is; an empty range at 0 when there is none yet.</returns>
    public static Range Find(ReadOnlySpan<byte> received)
    {
        for (var start = received.IndexOf(Start); start >= 0;)
        {
            var rest = received.Slice(start, Math.Min(MaxLength, received.Length - start));
            var next = rest[1..].IndexOf(Start);
            var end = (next < 0 ? rest : rest[..(1 + next)]).IndexOf(End);
            if (end >= 0)
                return start..(start + end + End.Length);

            var from = next < 0 ? start + rest.Length : start + 1 + next;
            var ahead = received[from..].IndexOf(Start);
            start = ahead < 0 ? -1 : from + ahead;
        }

        return 0..0;
    }

    /// <summary>Reads a frame that <see cref="Find"/> found.</summary>
    /// <param name="frame">From its ':' to its CR LF.</param>
    /// <param name="content">At least <see cref="MaxContentLength"/> bytes; takes the unit, the PDU and the checksum.</param>
    /// <param name="length">How many bytes could be read: all, or those before the first that is none.</param>
    /// <returns>Whether it is whole and its checksum right.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> frame, Span<byte> content, out int length)
    {
        var status = Convert.FromHexString(frame[1..^End.Length], content, out _, out length);
        return status == OperationStatus.Done && length > HeaderLength + LrcLength && Lrc(content[..length]) == 0;
    }

    /// <summary>The frame that has begun and is not at its end; empty when none has.</summary>
    internal static ReadOnlySpan<byte> Begun(ReadOnlySpan<byte> received) =>
        received.LastIndexOf(Start) is >= 0 and var start && received[start..].IndexOf(End) < 0 ? received[start..] : [];
}
