using CsCheck;

namespace Gateway.Devices.Tests;

public sealed class RegisterDecoderTests
{
    [Theory]
    [InlineData(ByteOrder.Abcd, "0102", 0x0102)]
    [InlineData(ByteOrder.Cdab, "0102", 0x0102)]
    [InlineData(ByteOrder.Badc, "0102", 0x0201)]
    [InlineData(ByteOrder.Dcba, "0102", 0x0201)]
    [InlineData(ByteOrder.Abcd, "01020304", 0x01020304)]
    [InlineData(ByteOrder.Cdab, "01020304", 0x03040102)]
    [InlineData(ByteOrder.Badc, "01020304", 0x02010403)]
    [InlineData(ByteOrder.Dcba, "01020304", 0x04030201)]
    [InlineData(ByteOrder.Abcd, "0102030405060708", 0x0102030405060708)]
    [InlineData(ByteOrder.Cdab, "0102030405060708", 0x0708050603040102)]
    [InlineData(ByteOrder.Badc, "0102030405060708", 0x0201040306050807)]
    [InlineData(ByteOrder.Dcba, "0102030405060708", 0x0807060504030201)]
    public void Bits_EachWidthAndOrder_PutsTheHighestByteFirst(ByteOrder order, string wire, long bits) =>
        Assert.Equal((ulong)bits, RegisterDecoder.Bits(Convert.FromHexString(wire), order));

    // The number, and its bytes in the order ABCD.
    [Theory]
    [InlineData(PointType.Bits16, "8001", 32769)]
    [InlineData(PointType.U16, "FFFF", 65535)]
    [InlineData(PointType.S16, "FFFF", -1)]
    [InlineData(PointType.S16, "8000", -32768)]
    [InlineData(PointType.S16, "7FFF", 32767)]
    [InlineData(PointType.U32, "FFFFFFFF", 4294967295)]
    [InlineData(PointType.S32, "FFFFFFFE", -2)]
    [InlineData(PointType.S32, "7FFFFFFF", 2147483647)]
    [InlineData(PointType.U64, "0020000000000000", 9007199254740992)]
    [InlineData(PointType.U64, "FFFFFFFFFFFFFFFF", 18446744073709551615.0)]
    [InlineData(PointType.S64, "FFFFFFFFFFFFFFFD", -3)]
    [InlineData(PointType.F32, "41BC0000", 23.5)]
    [InlineData(PointType.F32, "C2F6E979", -123.456f)]
    [InlineData(PointType.F32, "80000001", -1.401298464324817e-45)]
    [InlineData(PointType.F32, "7F800000", double.PositiveInfinity)]
    [InlineData(PointType.F32, "7FC00000", double.NaN)]
    [InlineData(PointType.F64, "C05EDD2F1A9FBE77", -123.456)]
    public void Number_EachType_InEachOrder_IsTheSame(PointType type, string abcd, double expected)
    {
        var bytes = Convert.FromHexString(abcd);
        Assert.All(Enum.GetValues<ByteOrder>(), order =>
            Assert.Equal(expected, RegisterDecoder.Number(RegisterDecoder.Bits(OnWire(bytes, order), order), type)));
    }

    [Fact]
    public void Bits_AnyBytesAndOrder_FindsBackWhatWasSent() =>
        Gen.Select(Gen.ULong, Gen.Enum<ByteOrder>()).Sample((bits, order) =>
        {
            var abcd = BitConverter.GetBytes(bits).Reverse().ToArray();
            return RegisterDecoder.Bits(OnWire(abcd, order), order) == bits;
        });

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(7, 1)]
    [InlineData(8, 0)]
    [InlineData(9, 1)]
    public void Bit_Index_CountsFromTheLowestBitOfTheFirstByte(int index, ulong expected) =>
        Assert.Equal(expected, RegisterDecoder.Bit([0b1000_0001, 0b0000_0010], index));

    // As the manuals' letters say, word by word.
    private static byte[] OnWire(byte[] abcd, ByteOrder order)
    {
        var words = abcd.Chunk(2);
        words = order is ByteOrder.Cdab or ByteOrder.Dcba ? words.Reverse() : words;
        return [.. order is ByteOrder.Badc or ByteOrder.Dcba ? words.SelectMany(word => word.Reverse()) : words.SelectMany(word => word)];
    }
}
