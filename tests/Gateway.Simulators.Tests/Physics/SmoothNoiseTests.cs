using CsCheck;
using Gateway.Simulators.Physics;

namespace Gateway.Simulators.Tests.Physics;

public sealed class SmoothNoiseTests
{
    private static readonly SmoothNoise Noise = new(7, "test", TimeSpan.FromSeconds(40), TimeSpan.FromHours(6));

    private static readonly Gen<double> Times = Gen.Double[0, 4e9];

    [Fact]
    public void At_AnyInstant_StaysWithinOne() => Times.Sample(timeS => Math.Abs(Noise.At(timeS)) <= 1.0);

    [Fact]
    public void At_AMillisecondLater_HasHardlyMoved() =>
        Times.Sample(timeS => Math.Abs(Noise.At(timeS + 1e-3) - Noise.At(timeS)) < 1e-3 * MaxSlopePerS + 1e-9);

    [Fact]
    public void At_AroundAnyInstant_HasTheSameSlopeOnBothSides() => Times.Sample(timeS =>
    {
        const double h = 0.05;
        var before = (Noise.At(timeS) - Noise.At(timeS - h)) / h;
        var after = (Noise.At(timeS + h) - Noise.At(timeS)) / h;
        return Math.Abs(after - before) < 1e-3;
    });

    [Fact]
    public void At_OverADay_MovesAround()
    {
        var values = Enumerable.Range(0, 86_400).Select(s => Noise.At(1.7e9 + s)).ToArray();
        Assert.True(values.Max() - values.Min() > 0.5, $"{values.Min()}..{values.Max()}");
        Assert.InRange(values.Average(), -0.3, 0.3);
    }

    [Fact]
    public void At_SameSeedAndName_IsTheSame() =>
        Assert.Equal(Noise.At(1.7e9), new SmoothNoise(7, "test", TimeSpan.FromSeconds(40), TimeSpan.FromHours(6)).At(1.7e9));

    [Theory]
    [InlineData(8UL, "test")]
    [InlineData(7UL, "other")]
    public void At_OtherSeedOrName_IsAnother(ulong seed, string name) =>
        Assert.NotEqual(Noise.At(1.7e9), new SmoothNoise(seed, name, TimeSpan.FromSeconds(40), TimeSpan.FromHours(6)).At(1.7e9));

    // The easing's steepest slope is 15/8 of the step of at most 2, in the shortest period of 40 s.
    private const double MaxSlopePerS = 2.0 * 15.0 / 8.0 / 40.0;
}
