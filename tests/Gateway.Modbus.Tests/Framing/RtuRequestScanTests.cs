using CsCheck;

namespace Gateway.Modbus.Tests;

public class RtuRequestScanTests
{
    private static readonly byte[] Request = ModbusGen.Rtu(17, 3, 0, 0x6B, 0, 3);

    [Fact]
    public void Find_WholeRequest_IsFoundAndNoShorterPart()
    {
        for (var length = 0; length < Request.Length; length++)
            Assert.Equal(0..0, RtuRequestScan.Find(Request.AsSpan(0, length)));

        Assert.Equal(0..8, RtuRequestScan.Find(Request));
    }

    [Fact]
    public void Find_TwoRequestsMerged_GivesTheFirst() => Assert.Equal(0..8, RtuRequestScan.Find([.. Request, .. Request]));

    [Fact]
    public void Find_GarbageBefore_PassesOverIt() =>
        Gen.Select(Gen.Byte[0x20, 0xFF].Array[0, 40], ModbusGen.Request).Sample((garbage, request) =>
        {
            var frame = new byte[RtuFrame.RequestLength];
            RtuFrame.WriteRequest(frame, request with { Unit = 0x20 });
            byte[] received = [.. garbage, .. frame];
            return RtuRequestScan.Find(received).Equals(garbage.Length..received.Length);
        });

    [Theory]
    [InlineData("11100001000204000A0102")] // write two registers: its length is in its seventh byte
    [InlineData("110F0013000A02CD01")] // write ten coils
    [InlineData("110600010003")] // write one register
    public void Find_RequestToWrite_IsTakenWholeSoThatItCanBeRefused(string body)
    {
        var bytes = Convert.FromHexString(body);
        var frame = ModbusGen.Rtu(bytes[0], bytes.AsSpan(1));

        Assert.Equal(0..frame.Length, RtuRequestScan.Find([.. frame, .. Request]));
    }

    [Fact]
    public void Find_UnknownFunctionAlone_IsTakenWhole()
    {
        var frame = ModbusGen.Rtu(17, 0x2B, 0x0E, 1, 0);

        Assert.Equal(0..frame.Length, RtuRequestScan.Find(frame));
    }

    [Fact]
    public void Find_AnyBytes_NeverThrowsAndOnlyGivesIntactFrames() => ModbusGen.Bytes.Sample(bytes =>
    {
        var found = RtuRequestScan.Find(bytes);
        return found.Equals(0..0) || RtuFrame.IsIntact(bytes.AsSpan(found));
    });
}
