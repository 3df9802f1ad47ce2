using Gateway.Bridge;

namespace Gateway.Tests.Bridge;

public sealed class WritePausesTests
{
    private readonly WritePauses pauses = new(new Random(1));

    [Fact]
    public void Next_NothingAsked_DoublesUpToTheBoundAndDrawsHalf()
    {
        var bound = WritePauses.First;
        for (var attempt = 0; attempt < 20; attempt++)
        {
            Assert.InRange(pauses.Next(null), bound / 2, bound);
            bound = bound * 2 < WritePauses.Longest ? bound * 2 : WritePauses.Longest;
        }

        pauses.Reset();
        Assert.InRange(pauses.Next(null), WritePauses.First / 2, WritePauses.First);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(45, 45)]
    [InlineData(86_400, 300)]
    public void Next_Asked_WaitsAsLongAndNotForEver(int asked, int seconds)
    {
        var pause = pauses.Next(TimeSpan.FromSeconds(asked));
        Assert.InRange(pause, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds) + WritePauses.First);
    }
}
