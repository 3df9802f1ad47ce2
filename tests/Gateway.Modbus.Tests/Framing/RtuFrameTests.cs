using CsCheck;

namespace Gateway.Modbus.Tests;

public class RtuFrameTests
{
    [Theory]
    [InlineData(17, ModbusTable.HoldingRegister, 0x6B, 3, "1103006B00037687")]
    [InlineData(17, ModbusTable.Coil, 0x13, 37, "1101001300250E84")]
    [InlineData(1, ModbusTable.HoldingRegister, 0, 10, "01030000000AC5CD")]
    [InlineData(1, ModbusTable.InputRegister, 0, 2, "01040000000271CB")]
    public void WriteRequest_PublishedFrame_GivesItsBytes(byte unit, ModbusTable table, int address, int count, string expected)
    {
        var frame = new byte[RtuFrame.RequestLength];

        RtuFrame.WriteRequest(frame, new ReadRequest(unit, table, (ushort)address, (ushort)count));

        Assert.Equal(expected, Convert.ToHexString(frame));
    }

    [Fact]
    public void IsIntact_SealedBytes_UntilAnyBitFlips() =>
        Gen.Select(Gen.Byte.Array[2, 254], Gen.Int[0, int.MaxValue]).Sample((bytes, seed) =>
        {
            byte[] frame = [.. bytes, 0, 0];
            var sealedLength = RtuFrame.Seal(frame, bytes.Length);
            var wasIntact = RtuFrame.IsIntact(frame);
            frame[seed % frame.Length] ^= (byte)(1 << (seed % 8));
            return sealedLength == frame.Length && wasIntact && !RtuFrame.IsIntact(frame);
        });

    [Theory]
    [InlineData("")]
    [InlineData("FFFF")] // the checksum of nothing
    [InlineData("007EC0")]
    public void IsIntact_ShorterThanAFrame_IsFalse(string bytes) => Assert.False(RtuFrame.IsIntact(Convert.FromHexString(bytes)));

    [Fact]
    public void IsIntact_LongerThanAFrame_IsFalse() => Assert.False(RtuFrame.IsIntact(ModbusGen.Rtu(1, new byte[254])));
}
