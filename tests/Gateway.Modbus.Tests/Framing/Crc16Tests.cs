using System.Text;

namespace Gateway.Modbus.Tests;

public class Crc16Tests
{
    [Theory]
    [InlineData("", 0xFFFF)]
    [InlineData("123456789", 0x4B37)] // the published check value of CRC-16/MODBUS
    [InlineData("\x02\x07", 0x1241)] // Modbus over Serial Line V1.02, appendix B: sent as 41 12
    public void Compute_KnownText_GivesThePublishedValue(string text, ushort expected) =>
        Assert.Equal(expected, Crc16.Compute(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Compute_FrameWithItsOwnChecksum_IsZero()
    {
        byte[] frame = [0x11, 0x03, 0x00, 0x6B, 0x00, 0x03, 0, 0];
        RtuFrame.Seal(frame, 6);

        Assert.Equal(0, Crc16.Compute(frame));
    }
}
