namespace Gateway.Emissions.Tests;

public sealed class StackVelocityTests
{
    private static readonly double Density = GasDensity.ActualKgPerM3(GasDensity.StandardKgPerM3(6, 13, 0, 0.12), 85, 100_300);

    // Vectors T18 and T20.
    [Fact]
    public void PitotMPerS_ThenSectionMean()
    {
        var velocity = StackVelocity.PitotMPerS(0.84, 100, Density);

        Assert.Equal(12.049711, velocity, 1e-5);
        Assert.Equal(11.447226, StackVelocity.SectionMeanMPerS(0.95, velocity), 1e-5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void PitotMPerS_NoPositivePressure_IsZero(double dynamicPressurePa) =>
        Assert.Equal(0, StackVelocity.PitotMPerS(0.84, dynamicPressurePa, Density));
}
