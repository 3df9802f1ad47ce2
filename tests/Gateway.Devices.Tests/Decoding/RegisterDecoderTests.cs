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
    [InlineData(PointType.Sm16, "8001", -1)]
    [InlineData(PointType.Sm16, "7FFF", 32767)]
    [InlineData(PointType.Sm16, "8000", 0)]
    [InlineData(PointType.Sm32, "80000064", -100)]
    [InlineData(PointType.Sm32, "FFFFFFFF", -2147483647)]
    [InlineData(PointType.Bcd16, "1234", 1234)]
    [InlineData(PointType.Bcd16, "0009", 9)]
    [InlineData(PointType.Bcd16, "12A4", double.NaN)]
    [InlineData(PointType.Bcd16, "FFFF", double.NaN)]
    [InlineData(PointType.Bcd32, "12345678", 12345678)]
    [InlineData(PointType.Bcd32, "A0000000", double.NaN)]
    [InlineData(PointType.Bcd64, "0000123456789012", 123456789012)]
    [InlineData(PointType.Mod10K32, "0001270F", 19999)]
    [InlineData(PointType.Mod10K32, "00012710", double.NaN)]
    [InlineData(PointType.Mod10K48, "0001000203E7", 100020999)]
    [InlineData(PointType.Mod10K64, "0000270F270F270F", 999999999999)]
    [InlineData(PointType.Mod10K64, "FFFF000000000000", double.NaN)]
    public void Number_EachType_InEachOrder_IsTheSame(PointType type, string abcd, double expected)
    {
        var bytes = Convert.FromHexString(abcd);
        Assert.All(Enum.GetValues<ByteOrder>(), order =>
            Assert.Equal(expected, RegisterDecoder.Number(RegisterDecoder.Bits(RegisterEncoder.OnWire(bytes, order), order), type)));
    }

    [Fact]
    public void Bits_AnyBytesAndOrder_FindsBackWhatWasSent() =>
        Gen.Select(Gen.ULong, Gen.Enum<ByteOrder>()).Sample((bits, order) =>
        {
            var abcd = BitConverter.GetBytes(bits).Reverse().ToArray();
            return RegisterDecoder.Bits(RegisterEncoder.OnWire(abcd, order), order) == bits;
        });

    [Fact]
    public void Number_WholeNumbersOfEachType_FindsBackWhatWasEncoded() =>
        Gen.Select(RegisterEncoder.AnyType, Gen.Enum<ByteOrder>(), Gen.Double[0, 1], Gen.Bool).Sample((type, order, share, negative) =>
        {
            var largest = RegisterEncoder.LargestOf(type);
            var number = Math.Floor(share * largest) * (negative && RegisterEncoder.IsSigned(type) ? -1 : 1);
            var wire = RegisterEncoder.OnWire(RegisterEncoder.Encode(number, type), order);
            var found = RegisterDecoder.Number(RegisterDecoder.Bits(wire, order), type);
            return wire.Length == 2 * type.Size && found == number;
        });

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(7, 1)]
    [InlineData(8, 0)]
    [InlineData(9, 1)]
    public void Bit_Index_CountsFromTheLowestBitOfTheFirstByte(int index, ulong expected) =>
        Assert.Equal(expected, RegisterDecoder.Bit([0b1000_0001, 0b0000_0010], index));
}
