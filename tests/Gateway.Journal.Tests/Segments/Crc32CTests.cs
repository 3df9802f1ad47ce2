namespace Gateway.Journal.Tests;

public sealed class Crc32CTests
{
    [Fact]
    public void Compute_CheckString_IsThePublishedValue() => Assert.Equal(0xE3069283u, Crc32C.Compute("123456789"u8));

    // RFC 3720, appendix B.4: 32 bytes of zeroes.
    [Fact]
    public void Compute_32Zeroes_IsTheValueOfTheRfc() => Assert.Equal(0x8A9136AAu, Crc32C.Compute(new byte[32]));

    [Fact]
    public void Compute_InTwoParts_IsTheSame() => Assert.Equal(Crc32C.Compute("123456789"u8), Crc32C.Compute("1234"u8, "56789"u8));
}
