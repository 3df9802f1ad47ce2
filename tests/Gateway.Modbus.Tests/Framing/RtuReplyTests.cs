using CsCheck;

namespace Gateway.Modbus.Tests;

public class RtuReplyTests
{
    private static readonly ReadRequest TwoRegisters = new(17, ModbusTable.HoldingRegister, 0x6B, 2);
    private static readonly byte[] Good = ModbusGen.Rtu(17, 3, 4, 0x02, 0x2B, 0x00, 0x64);

    [Fact]
    public void Find_Reply_GivesItsData()
    {
        var data = new byte[4];

        Assert.Equal(ReadResult.Success, RtuReply.Find(Good, TwoRegisters, data));
        Assert.Equal("022B0064", Convert.ToHexString(data));
    }

    [Fact]
    public void Find_ExceptionReplyOfFiveBytes_GivesItsCode() => Assert.Equal(
        ReadResult.Failed(ModbusExceptionCode.ServerDeviceBusy), RtuReply.Find(ModbusGen.Rtu(17, 0x83, 6), TwoRegisters, new byte[4]));

    [Fact]
    public void Find_WrongChecksum_IsInvalidAtOnce()
    {
        var broken = Good.ToArray();
        broken[4] ^= 0x10;

        Assert.Equal(ReadResult.Failed(ModbusFault.InvalidReply), RtuReply.Find(broken, TwoRegisters, new byte[4]));
    }

    public static readonly TheoryData<string, byte[]> NotOurs = new()
    {
        { "another unit", ModbusGen.Rtu(18, 3, 4, 1, 2, 3, 4) },
        { "another function", ModbusGen.Rtu(17, 4, 4, 1, 2, 3, 4) },
        { "another length", ModbusGen.Rtu(17, 3, 2, 1, 2) },
        { "exception to another function", ModbusGen.Rtu(17, 0x84, 2) },
        { "noise", [0x00] },
        { "noise like our unit", [17] },
    };

    [Theory]
    [MemberData(nameof(NotOurs))]
    public void Find_OthersFrame_WaitsForOursBehindIt(string what, byte[] others)
    {
        var data = new byte[4];

        Assert.True(RtuReply.Find(others, TwoRegisters, data) is null, what);
        Assert.Equal(ReadResult.Success, RtuReply.Find([.. others, .. Good], TwoRegisters, data));
        Assert.Equal("022B0064", Convert.ToHexString(data));
    }

    [Fact]
    public void Find_ReplyBehindABrokenHead_DoesNotDependOnHowTheBytesWereCut()
    {
        // A reply cut short, with an exception just where its end would be; then one that ends a byte later.
        byte[] together = [17, 3, 4, 0, .. ModbusGen.Rtu(17, 0x83, 6)];
        byte[] later = [17, 3, 4, 0, 0, .. ModbusGen.Rtu(17, 0x83, 6)];

        Assert.Equal(ReadResult.Failed(ModbusExceptionCode.ServerDeviceBusy), RtuReply.Find(together, TwoRegisters, new byte[4]));
        Assert.Equal(ReadResult.Failed(ModbusFault.InvalidReply), RtuReply.Find(later.AsSpan(0, 9), TwoRegisters, new byte[4]));
        Assert.Equal(ReadResult.Failed(ModbusFault.InvalidReply), RtuReply.Find(later, TwoRegisters, new byte[4]));
    }

    [Fact]
    public void Find_BufferFullOfNoise_IsInvalid() => Assert.Equal(
        ReadResult.Failed(ModbusFault.InvalidReply), RtuReply.Find(new byte[RtuReply.BufferLength], TwoRegisters, new byte[4]));

    [Fact]
    public void Find_AnyReplyByteByByte_IsFoundWithItsLastByteAndNotBefore() => ModbusGen.Exchange.Sample(exchange =>
    {
        var frame = ModbusGen.Rtu(exchange.Request.Unit, exchange.Pdu);
        var data = new byte[exchange.Request.ByteCount];
        for (var length = 0; length < frame.Length; length++)
        {
            if (RtuReply.Find(frame.AsSpan(0, length), exchange.Request, data) is not null)
                return false;
        }

        return RtuReply.Find(frame, exchange.Request, data) is { IsSuccess: true } && data.AsSpan().SequenceEqual(exchange.Pdu.AsSpan(2));
    });

    [Fact]
    public void Find_AnyBytes_NeverThrows() => Gen.Select(ModbusGen.Request, ModbusGen.Bytes).Sample((request, bytes) =>
        RtuReply.Find(bytes, request, new byte[request.ByteCount]) is not { IsSuccess: true });
}
