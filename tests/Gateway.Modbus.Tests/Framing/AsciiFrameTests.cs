using System.Text;
using CsCheck;

namespace Gateway.Modbus.Tests;

public class AsciiFrameTests
{
    [Theory]
    [InlineData("1103006B0003", 0x7E)]
    [InlineData("F7031389000A", 0x60)]
    [InlineData("010402FFFF", 0xFB)]
    [InlineData("0000", 0x00)]
    public void Lrc_Bytes_MakesTheirSumZero(string bytes, byte lrc) => Assert.Equal(lrc, AsciiFrame.Lrc(Convert.FromHexString(bytes)));

    [Fact]
    public void WriteRequest_ThreeRegisters_IsTheFrameThatManualsPrint()
    {
        var frame = new byte[AsciiFrame.RequestLength];

        Assert.Equal(17, AsciiFrame.WriteRequest(frame, new ReadRequest(0x11, ModbusTable.HoldingRegister, 0x6B, 3)));
        Assert.Equal(":1103006B00037E\r\n", Encoding.ASCII.GetString(frame));
    }

    [Theory]
    [InlineData(":1103006B00037E\r\n", 0, 17)]
    [InlineData("noise:1103006B00037E\r\nmore", 5, 17)]
    [InlineData(":1103:1103006B00037E\r\n", 5, 17)]
    [InlineData("::1103006B00037E\r\n", 1, 17)]
    [InlineData("\r\n:\r\n", 2, 3)]
    [InlineData(":11\n\r\n", 0, 6)]
    [InlineData(":1103006B00037E\r", 0, 0)]
    [InlineData("1103006B00037E\r\n", 0, 0)]
    [InlineData("", 0, 0)]
    public void Find_Characters_GivesTheFirstFrameThatIsAtItsEnd(string received, int start, int length) =>
        Assert.Equal(start..(start + length), AsciiFrame.Find(Encoding.ASCII.GetBytes(received)));

    [Fact]
    public void Find_LongestFrame_IsFoundAndALongerOneIsNot()
    {
        var longest = ModbusGen.Ascii(17, new byte[ReadPdu.MaxLength]);
        byte[] longer = [.. longest[..^2], (byte)'0', .. longest[^2..]];

        Assert.Equal(AsciiFrame.MaxLength, longest.Length);
        Assert.Equal(..longest.Length, AsciiFrame.Find(longest));
        Assert.Equal(0..0, AsciiFrame.Find(longer));
        Assert.Equal(longer.Length..(longer.Length + longest.Length), AsciiFrame.Find([.. longer, .. longest]));
    }

    [Theory]
    [InlineData(":1103006B00037E\r\n", true, 7)]
    [InlineData(":1103006b00037e\r\n", true, 7)]
    [InlineData(":1103006B00037F\r\n", false, 7)]
    [InlineData(":1103006B00037\r\n", false, 6)]
    [InlineData(":1103006G00037E\r\n", false, 3)]
    [InlineData(":1103006B 00037E\r\n", false, 4)]
    [InlineData(":0000\r\n", false, 2)]
    [InlineData(":\r\n", false, 0)]
    public void TryRead_Frame_IsIntactOnlyWithAllDigitsAndTheRightChecksum(string frame, bool isIntact, int length)
    {
        var content = new byte[AsciiFrame.MaxContentLength];

        Assert.Equal(isIntact, AsciiFrame.TryRead(Encoding.ASCII.GetBytes(frame), content, out var read));
        Assert.Equal(length, read);
        Assert.StartsWith(Convert.ToHexString(content, 0, read), frame.ToUpperInvariant()[1..], StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_WhatWasWritten_IsTheSame() =>
        Gen.Select(Gen.Byte, Gen.Byte.Array[1, ReadPdu.MaxLength]).Sample((unit, pdu) =>
        {
            var frame = ModbusGen.Ascii(unit, pdu);
            var content = new byte[AsciiFrame.MaxContentLength];
            return AsciiFrame.Find(frame).Equals(..frame.Length)
                && AsciiFrame.TryRead(frame, content, out var length)
                && content.AsSpan(0, length - 1).SequenceEqual([unit, .. pdu]);
        });

    [Fact]
    public void TryRead_OneCharacterChanged_IsNeverIntact() =>
        Gen.Select(ModbusGen.Exchange, Gen.Int[0, 1000], Gen.Byte).Sample((exchange, where, instead) =>
        {
            var frame = ModbusGen.Ascii(exchange.Request.Unit, exchange.Pdu);
            var place = 1 + (where % (frame.Length - 3));
            var isSame = char.ToUpperInvariant((char)instead) == frame[place];
            frame[place] = instead;
            return isSame || !AsciiFrame.TryRead(frame, new byte[AsciiFrame.MaxContentLength], out _);
        });
}
