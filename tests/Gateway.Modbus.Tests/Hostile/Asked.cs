using System.Buffers.Binary;
using System.Text;

namespace Gateway.Modbus.Tests;

/// <summary>A request as a slave heard it, and the frames that it might say to it.</summary>
public sealed class Asked(ModbusFraming framing, byte[] sent)
{
    /// <summary>The bytes that the request stands for.</summary>
    private readonly byte[] bytes = framing == ModbusFraming.Ascii
        ? Convert.FromHexString(Encoding.ASCII.GetString(sent).Trim(':', '\r', '\n'))
        : sent;

    /// <summary>In every frame that is not a right reply: whoever reads it has read a wrong value.</summary>
    private const byte Wrong = 0xDE;

    private int UnitAt => framing == ModbusFraming.Mbap ? 6 : 0;

    public byte[] Request => sent;

    public byte Unit => bytes[UnitAt];

    private byte Function => bytes[UnitAt + 1];

    private ReadRequest Read => new(
        Unit,
        (ModbusTable)Function,
        BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(UnitAt + 2)),
        BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(UnitAt + 4)));

    /// <summary>The right reply.</summary>
    public byte[] Good => Frame([Function, (byte)Read.ByteCount, .. Registers.Expected(Read)]);

    public byte[] FromAnotherUnit => Frame(Reply(Function, Read.ByteCount), (byte)(Unit + 1));

    public byte[] OfAnotherFunction => Frame(Reply((byte)(Function + 1), Read.ByteCount));

    public byte[] TooShort => Frame(Reply(Function, Read.ByteCount - 2));

    public byte[] TooLong => Frame(Reply(Function, Read.ByteCount + 2));

    public byte[] OfAnotherTransaction => Tcp(id: (ushort)(Transaction - 1000));

    /// <summary>Its byte count is not what follows.</summary>
    public byte[] WrongByteCount => Frame([Function, (byte)(Read.ByteCount + 2), .. Data(Read.ByteCount)]);

    public byte[] BrokenChecksum
    {
        get
        {
            var frame = Frame(Reply(Function, Read.ByteCount));
            // A digit of its checksum, and another one.
            if (framing == ModbusFraming.Ascii)
                frame[^3] = frame[^3] == '7' ? (byte)'1' : (byte)'7';
            else
                frame[^1] ^= 0xFF;
            return frame;
        }
    }

    private ushort Transaction => BinaryPrimitives.ReadUInt16BigEndian(sent);

    public byte[] Exception(ModbusExceptionCode code) => Frame([(byte)(Function | 0x80), (byte)code]);

    public byte[] ExceptionOfAnotherFunction(ModbusExceptionCode code) => Frame([(byte)((Function + 1) | 0x80), (byte)code]);

    /// <summary>A reply under a header that says something else: protocol and length as they are given.</summary>
    public byte[] Tcp(ushort? id = null, ushort protocol = 0, int? length = null)
    {
        var frame = ModbusGen.Tcp(id ?? Transaction, Unit, Reply(Function, Read.ByteCount));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), protocol);
        if (length is { } other)
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(4), (ushort)other);
        return frame;
    }

    private byte[] Frame(byte[] pdu, byte? unit = null) => ModbusGen.Frame(framing, sent, unit ?? Unit, pdu);

    private static byte[] Reply(byte function, int bytes) => [function, (byte)bytes, .. Data(bytes)];

    private static byte[] Data(int bytes) => [.. Enumerable.Repeat(Wrong, bytes)];
}
