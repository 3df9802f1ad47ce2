using CsCheck;

namespace Gateway.Modbus.Tests;

public class MbapTests
{
    [Fact]
    public void Write_GuideExample_GivesItsBytes()
    {
        // Modbus Messaging on TCP/IP Implementation Guide V1.0b, 4.4.2.1: read register 4 of unit FF, transaction 1501.
        var header = new byte[Mbap.HeaderLength];

        new Mbap(0x1501, 0xFF, 5).Write(header);

        Assert.Equal("150100000006FF", Convert.ToHexString(header));
    }

    [Theory]
    [InlineData("00010000000211", true)] // function alone
    [InlineData("0001000000FE11", true)] // longest PDU, 253 bytes
    [InlineData("0001000000FF11", false)]
    [InlineData("00010000000111", false)] // unit alone
    [InlineData("00010000000011", false)]
    [InlineData("00010000FFFF11", false)]
    [InlineData("00010001000611", false)] // another protocol
    [InlineData("000100000006", false)] // cut short
    public void TryRead_AtTheLimits_TakesOnlyModbus(string bytes, bool expected) =>
        Assert.Equal(expected, Mbap.TryRead(Convert.FromHexString(bytes), out _));

    [Fact]
    public void TryRead_OfWrite_GivesTheHeader() =>
        Gen.Select(Gen.UShort, Gen.Byte, Gen.Int[1, ReadPdu.MaxLength]).Sample((id, unit, length) =>
        {
            var bytes = new byte[Mbap.HeaderLength];
            new Mbap(id, unit, length).Write(bytes);
            return Mbap.TryRead(bytes, out var header) && header == new Mbap(id, unit, length);
        });

    [Fact]
    public void TryRead_AnyBytes_NeverThrowsNorExceedsTheLongestFrame() =>
        ModbusGen.Bytes.Sample(bytes => !Mbap.TryRead(bytes, out var header) || header.FrameLength is > 7 and <= Mbap.MaxLength);
}
