using System.Buffers.Binary;

namespace Gateway.Modbus;

// Modbus Messaging on TCP/IP Implementation Guide V1.0b, 3.1.3, all numbers high byte first:
//
//   | transaction id 2 | protocol id 2 = 0 | length 2 = unit and PDU | unit 1 | PDU 1..253 |

/// <summary>The header before a PDU on TCP.</summary>
/// <param name="TransactionId">Pairs a reply with its request.</param>
/// <param name="Unit">Unit identifier.</param>
/// <param name="PduLength">Bytes that follow the header, 1–253.</param>
public readonly record struct Mbap(ushort TransactionId, byte Unit, int PduLength)
{
    /// <summary>Length of the header.</summary>
    public const int HeaderLength = 7;

    /// <summary>Longest header and PDU together.</summary>
    public const int MaxLength = HeaderLength + ReadPdu.MaxLength;

    /// <summary>Length of header and PDU together.</summary>
    public int FrameLength => HeaderLength + PduLength;

    /// <summary>Writes the header, <see cref="HeaderLength"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, TransactionId);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(destination[4..], (ushort)(PduLength + 1));
        destination[6] = Unit;
    }

    /// <summary>Reads the header from at least <see cref="HeaderLength"/> bytes.</summary>
    /// <returns>False when this is no Modbus header: the stream has lost its framing and cannot find it again.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out Mbap header)
    {
        header = default;
        if (source.Length < HeaderLength || BinaryPrimitives.ReadUInt16BigEndian(source[2..]) != 0)
            return false;

        var pduLength = BinaryPrimitives.ReadUInt16BigEndian(source[4..]) - 1;
        header = new Mbap(BinaryPrimitives.ReadUInt16BigEndian(source), source[6], pduLength);
        return pduLength is >= 1 and <= ReadPdu.MaxLength;
    }
}
