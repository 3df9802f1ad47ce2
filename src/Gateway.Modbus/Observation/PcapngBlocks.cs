using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Gateway.Modbus;

// PCAP Next Generation Capture File Format (draft-ietf-opsawg-pcapng), 3.1 and 4, little endian here; every block is
//
//   | type 4 | total length 4 | body, padded to 4 | total length 4 |
//
// and an option | code 2 | length 2 | value, padded to 4 |. A packet of link type 252, Wireshark's exported PDU, begins with tags
// | tag 2 | length 2 | value, padded to 4 |, big endian, that say which dissector reads the rest and between which addresses it went.

/// <summary>Writes the blocks of a pcapng file with Modbus frames.</summary>
internal static class PcapngBlocks
{
    private const ushort ExportedPdu = 252, ModbusPort = 502;
    private const ushort EndOfOptions = 0, Comment = 1, InterfaceName = 2, InterfaceDescription = 3, PacketFlags = 2, TimeResolution = 9;
    private const ushort EndOfTags = 0, DissectorName = 12, SourceAddress = 20, TargetAddress = 21, PortType = 24, SourcePort = 25,
        TargetPort = 26;

    private const uint Inbound = 1, Outbound = 2, PortTypeTcp = 2;
    private const int FirstClientPort = 50_000;

    /// <summary>The block every file begins with: byte order, version 1.0, length not told.</summary>
    public static byte[] Section()
    {
        var body = new ArrayBufferWriter<byte>();
        Write32(body, 0x1A2B3C4D);
        Write16(body, 1);
        Write16(body, 0);
        body.Write<byte>([255, 255, 255, 255, 255, 255, 255, 255]);
        return Block(0x0A0D0D0A, body.WrittenSpan);
    }

    /// <summary>Names a link; time stamps count nanoseconds.</summary>
    public static byte[] Interface(string name, string description)
    {
        var body = new ArrayBufferWriter<byte>();
        Write16(body, ExportedPdu);
        Write16(body, 0);
        Write32(body, 0);
        WriteOption(body, InterfaceName, Encoding.UTF8.GetBytes(name));
        WriteOption(body, InterfaceDescription, Encoding.UTF8.GetBytes(description));
        WriteOption(body, TimeResolution, [9]);
        WriteOption(body, EndOfOptions, []);
        return Block(1, body.WrittenSpan);
    }

    /// <summary>One packet.</summary>
    /// <param name="link">Which interface block it belongs to, from 0.</param>
    /// <param name="time">When it passed.</param>
    /// <param name="dissector">Wireshark's name of what reads it: <c>mbtcp</c>, <c>mbrtu</c> or <c>data</c>.</param>
    /// <param name="isRequest">
    /// Requests go to port 502 and replies come from it, whatever the real port is: by that Wireshark tells them apart as it is delivered.
    /// </param>
    /// <param name="payload">The packet.</param>
    /// <param name="comment">Shown with it.</param>
    public static byte[] Packet(
        int link, DateTimeOffset time, string dissector, bool isRequest, ReadOnlySpan<byte> payload, string? comment)
    {
        var packet = new ArrayBufferWriter<byte>();
        WriteTags(packet, link, dissector, isRequest);
        packet.Write(payload);
        var nanoseconds = (ulong)(time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        var body = new ArrayBufferWriter<byte>();
        Write32(body, (uint)link);
        Write32(body, (uint)(nanoseconds >> 32));
        Write32(body, (uint)nanoseconds);
        Write32(body, (uint)packet.WrittenCount);
        Write32(body, (uint)packet.WrittenCount);
        WritePadded(body, packet.WrittenSpan);
        Span<byte> flags = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(flags, isRequest ? Outbound : Inbound);
        WriteOption(body, PacketFlags, flags);
        if (comment is not null)
            WriteOption(body, Comment, Encoding.UTF8.GetBytes(comment));
        WriteOption(body, EndOfOptions, []);
        return Block(6, body.WrittenSpan);
    }

    // A link is a conversation between 192.0.2.1 and an address of its own, from the ranges that RFC 5737 keeps for documentation.
    private static void WriteTags(ArrayBufferWriter<byte> packet, int link, string dissector, bool isRequest)
    {
        ReadOnlySpan<byte> client = [192, 0, 2, 1];
        ReadOnlySpan<byte> device = [198, 51, 100, (byte)link];
        var clientPort = FirstClientPort + link;
        WriteTag(packet, DissectorName, Encoding.ASCII.GetBytes(dissector));
        WriteTag(packet, SourceAddress, isRequest ? client : device);
        WriteTag(packet, TargetAddress, isRequest ? device : client);
        WriteTag(packet, PortType, Big(PortTypeTcp));
        WriteTag(packet, SourcePort, Big((uint)(isRequest ? clientPort : ModbusPort)));
        WriteTag(packet, TargetPort, Big((uint)(isRequest ? ModbusPort : clientPort)));
        WriteTag(packet, EndOfTags, []);
    }

    private static byte[] Block(uint type, ReadOnlySpan<byte> body)
    {
        var length = 12 + body.Length + Padding(body.Length);
        var block = new byte[length];
        BinaryPrimitives.WriteUInt32LittleEndian(block, type);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(4), length);
        body.CopyTo(block.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(length - 4), length);
        return block;
    }

    private static void WriteOption(ArrayBufferWriter<byte> body, ushort code, ReadOnlySpan<byte> value)
    {
        Write16(body, code);
        Write16(body, (ushort)value.Length);
        WritePadded(body, value);
    }

    private static void WriteTag(ArrayBufferWriter<byte> packet, ushort tag, ReadOnlySpan<byte> value)
    {
        var padded = value.Length + Padding(value.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet.GetSpan(2), tag);
        packet.Advance(2);
        BinaryPrimitives.WriteUInt16BigEndian(packet.GetSpan(2), (ushort)padded);
        packet.Advance(2);
        WritePadded(packet, value);
    }

    private static void WritePadded(ArrayBufferWriter<byte> body, ReadOnlySpan<byte> value)
    {
        body.Write(value);
        body.Write<byte>(new byte[Padding(value.Length)]);
    }

    private static void Write16(ArrayBufferWriter<byte> body, ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(body.GetSpan(2), value);
        body.Advance(2);
    }

    private static void Write32(ArrayBufferWriter<byte> body, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(body.GetSpan(4), value);
        body.Advance(4);
    }

    private static byte[] Big(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static int Padding(int length) => -length & 3;
}
