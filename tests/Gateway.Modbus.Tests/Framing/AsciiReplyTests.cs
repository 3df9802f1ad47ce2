using System.Text;
using CsCheck;

namespace Gateway.Modbus.Tests;

public class AsciiReplyTests
{
    private static readonly ReadRequest TwoRegisters = new(17, ModbusTable.HoldingRegister, 0x6B, 2);
    private static readonly byte[] Good = ModbusGen.Ascii(17, 3, 4, 0x02, 0x2B, 0x00, 0x64);

    [Theory]
    [InlineData(":110304022B006457\r\n")]
    [InlineData(":110304022b006457\r\n")]
    public void Find_Reply_GivesItsData(string reply)
    {
        var data = new byte[4];

        Assert.Equal(ReadResult.Success, AsciiReply.Find(Encoding.ASCII.GetBytes(reply), TwoRegisters, data));
        Assert.Equal("022B0064", Convert.ToHexString(data));
    }

    [Fact]
    public void Find_ExceptionReply_GivesItsCode() => Assert.Equal(
        ReadResult.Failed(ModbusExceptionCode.ServerDeviceBusy), Find(":11830666\r\n"));

    [Theory]
    [InlineData(":110304022B006458\r\n")]
    [InlineData(":110304022B0064\r\n")]
    [InlineData(":110304022B00657\r\n")]
    [InlineData(":110304022\0006457\r\n")]
    [InlineData(":11830667\r\n")]
    [InlineData("noise:110304022B006458\r\n")]
    public void Find_OursButDamaged_IsInvalidAtOnce(string reply) =>
        Assert.Equal(ReadResult.Failed(ModbusFault.InvalidReply), Find(reply));

    public static readonly TheoryData<string, byte[]> NotOurs = new()
    {
        { "another unit", ModbusGen.Ascii(18, 3, 4, 1, 2, 3, 4) },
        { "another unit, damaged", ":1203040102030400\r\n"u8.ToArray() },
        { "another function", ModbusGen.Ascii(17, 4, 4, 1, 2, 3, 4) },
        { "another length", ModbusGen.Ascii(17, 3, 2, 1, 2) },
        { "another length than it says", ModbusGen.Ascii(17, 3, 4, 1, 2) },
        { "exception to another function", ModbusGen.Ascii(17, 0x84, 2) },
        { "our request as an echo", ModbusGen.Ascii(17, 3, 0, 0x6B, 0, 2) },
        { "noise", [0x00] },
        { "cut short", Good[..9] },
        { "half an end", [.. Good[..^1]] },
        { "too long", [.. ":1103"u8, .. Enumerable.Repeat((byte)'0', AsciiFrame.MaxLength)] },
        { "text with a colon", "Connection: close\r\n"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(NotOurs))]
    public void Find_OthersFrame_WaitsForOursBehindIt(string what, byte[] others)
    {
        var data = new byte[4];

        Assert.True(AsciiReply.Find(others, TwoRegisters, data) is null, what);
        Assert.Equal(ReadResult.Success, AsciiReply.Find([.. others, .. Good], TwoRegisters, data));
        Assert.Equal("022B0064", Convert.ToHexString(data));
    }

    [Fact]
    public void Find_BufferFullOfNoise_IsInvalid() => Assert.Equal(
        ReadResult.Failed(ModbusFault.InvalidReply), AsciiReply.Find(new byte[AsciiReply.BufferLength], TwoRegisters, new byte[4]));

    [Fact]
    public void Find_AnyReplyByteByByte_IsFoundWithItsLastByteAndNotBefore() => ModbusGen.Exchange.Sample(exchange =>
    {
        var frame = ModbusGen.Ascii(exchange.Request.Unit, exchange.Pdu);
        var data = new byte[exchange.Request.ByteCount];
        for (var length = 0; length < frame.Length; length++)
        {
            if (AsciiReply.Find(frame.AsSpan(0, length), exchange.Request, data) is not null)
                return false;
        }

        return AsciiReply.Find(frame, exchange.Request, data) is { IsSuccess: true } && data.AsSpan().SequenceEqual(exchange.Pdu.AsSpan(2));
    });

    [Fact]
    public void Missing_WhileAReplyOrAnExceptionComes_IsNeverMoreThanTheyLack() =>
        Gen.Select(ModbusGen.Exchange, Gen.Bool, Gen.Char[" :0A\r\n"].Array[0, 30]).Sample((exchange, isException, noise) =>
        {
            byte[] pdu = isException ? [(byte)(exchange.Pdu[0] | 0x80), 6] : exchange.Pdu;
            byte[] whole = [.. Encoding.ASCII.GetBytes(noise), .. ModbusGen.Ascii(exchange.Request.Unit, pdu)];
            return Enumerable.Range(noise.Length, whole.Length - noise.Length).All(length =>
                AsciiReply.Missing(whole.AsSpan(0, length), exchange.Request) is var missing
                && missing >= 1 && missing <= whole.Length - length);
        });

    [Fact]
    public void Find_AnyCharacters_NeverThrowsAndDoesNotDependOnHowTheyAreCut() =>
        Gen.Select(ModbusGen.Exchange, Gen.Char[":013479ABf\r\n\u0001"].Array[0, 300], Gen.Int[0, 300], Gen.Int[1, 40])
            .Sample((exchange, noise, split, piece) =>
            {
                var (request, at) = (exchange.Request, Math.Min(split, noise.Length));
                byte[] bytes =
                [
                    .. Encoding.ASCII.GetBytes(noise[..at]), .. ModbusGen.Ascii(request.Unit, exchange.Pdu),
                    .. Encoding.ASCII.GetBytes(noise[at..]),
                ];
                var together = AsciiReply.Find(bytes, request, new byte[request.ByteCount]);
                ReadResult? inPieces = null;
                for (var length = piece; inPieces is null && length < bytes.Length + piece; length += piece)
                    inPieces = AsciiReply.Find(bytes.AsSpan(0, Math.Min(length, bytes.Length)), request, new byte[request.ByteCount]);
                return together == inPieces && together is { IsSuccess: true };
            });

    private static ReadResult? Find(string received) => AsciiReply.Find(Encoding.ASCII.GetBytes(received), TwoRegisters, new byte[4]);
}
