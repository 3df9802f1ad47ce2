using CsCheck;
using Gateway.Mqtt.Embedded;

namespace Gateway.Mqtt.Tests.Embedded;

public sealed class PacketBoundTests
{
    [Theory]
    [InlineData(100, 98, true)]
    [InlineData(100, 99, false)]
    [InlineData(200, 197, true)]
    [InlineData(200, 198, false)]
    [InlineData(1 << 20, (1 << 20) - 4, true)]
    [InlineData(1 << 20, (1 << 20) - 3, false)]
    [InlineData(1 << 20, 268_435_455, false)]
    public void Pass_APacketAtTheBound_PassesAndOneByteMoreDoesNot(int bound, int remaining, bool passes) =>
        Assert.Equal(passes, new PacketBound(bound).Pass([0x30, .. Length(remaining)]));

    [Fact]
    public void Pass_AFifthByteOfLength_IsRefused() => Assert.False(new PacketBound(int.MaxValue).Pass([0x30, 0x80, 0x80, 0x80, 0x80]));

    [Fact]
    public void Pass_ManyPacketsInAnyPieces_FindsTheOneThatIsTooLarge() =>
        Gen.Select(Gen.Int[0, 300].Array[1, 8], Gen.Int[1, 50]).Sample((sizes, piece) =>
        {
            byte[] stream = [.. sizes.SelectMany(size => (byte[])[0x30, .. Length(size), .. new byte[size]])];
            var bound = new PacketBound(203);
            var passes = true;
            foreach (var part in stream.Chunk(piece))
            {
                passes = passes && bound.Pass(part);
            }

            Assert.Equal(sizes.All(size => size <= 200), passes);
        });

    private static IEnumerable<byte> Length(int value)
    {
        do
        {
            yield return (byte)((value & 0x7F) | (value > 0x7F ? 0x80 : 0));
            value >>= 7;
        }
        while (value > 0);
    }
}
