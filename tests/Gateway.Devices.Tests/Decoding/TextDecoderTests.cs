using System.Text;
using CsCheck;
using Gateway.Modbus;

namespace Gateway.Devices.Tests;

public sealed class TextDecoderTests
{
    [Theory]
    [InlineData("53 44 4D 36 33 30 00 00", ByteOrder.Abcd, "SDM630")]
    [InlineData("44 53 36 4D 30 33 20 20", ByteOrder.Badc, "SDM630")]
    [InlineData("41 42 20 20 20 00 58 59", ByteOrder.Abcd, "AB")]
    [InlineData("00 41 41 41", ByteOrder.Abcd, "")]
    [InlineData("20 41 42 00", ByteOrder.Abcd, " AB")]
    [InlineData("41 E9 0A 42", ByteOrder.Abcd, "A??B")]
    [InlineData("42 41 00 43", ByteOrder.Badc, "ABC")]
    public void Decode_Characters_EndAtTheFirstNulAndWithoutSpaces(string wire, ByteOrder order, string expected) =>
        Assert.Equal(expected, TextDecoder.Decode(Text(order: order), Bytes(wire)));

    [Theory]
    [InlineData(PointType.U32, ByteOrder.Abcd, "01 31 2D 00", "20000000")]
    [InlineData(PointType.U32, ByteOrder.Cdab, "2D 00 01 31", "20000000")]
    [InlineData(PointType.U64, ByteOrder.Abcd, "FF FF FF FF FF FF FF FF", "18446744073709551615")]
    [InlineData(PointType.Bcd32, ByteOrder.Abcd, "20 24 01 31", "20240131")]
    [InlineData(PointType.Bcd32, ByteOrder.Abcd, "FF FF FF FF", "")]
    public void Decode_Number_IsWrittenInDecimal(PointType type, ByteOrder order, string wire, string expected) =>
        Assert.Equal(expected, TextDecoder.Decode(Text(type, order), Bytes(wire)));

    [Fact]
    public void Decode_AnyBytes_GivesPrintableText() => Gen.Byte.Array[2, 100].Sample(bytes =>
        TextDecoder.Decode(Text(), bytes.AsSpan(0, bytes.Length & ~1)).All(letter => letter is >= ' ' and <= '~'));

    [Fact]
    public void Decode_PaddedText_ComesBackInBothOrders() => Gen.Select(Gen.Char['!', '~'].Array[0, 20], Gen.Bool).Sample((letters, swap) =>
    {
        var text = Encoding.ASCII.GetBytes(new string(letters).PadRight(20, '\0'));
        var wire = text.Chunk(2).SelectMany(pair => swap ? pair.Reverse() : pair);
        return TextDecoder.Decode(Text(order: swap ? ByteOrder.Badc : ByteOrder.Abcd), [.. wire]) == new string(letters);
    });

    private static byte[] Bytes(string wire) => Convert.FromHexString(wire.Replace(" ", "", StringComparison.Ordinal));

    private static TextProfile Text(PointType? type = null, ByteOrder order = ByteOrder.Abcd) =>
        new() { Name = "t", Table = ModbusTable.HoldingRegister, Address = 0, Size = 4, Type = type, Order = order };
}
