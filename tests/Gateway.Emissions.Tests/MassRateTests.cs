namespace Gateway.Emissions.Tests;

public sealed class MassRateTests
{
    private static readonly double Flow = StackFlow.StandardDryM3PerH(StackFlow.ActualM3PerH(12.5, 15.2), 85, 100_300, 0.12);

    // Vectors T34 and T35.
    [Fact]
    public void KgPerH_ThenTheMassOfAMinute()
    {
        Assert.Equal(12.90390, MassRate.KgPerH(28.4, Flow), 1e-4);
        Assert.Equal(0.215065, MassRate.KgPerH(28.4, Flow) / 60, 1e-6);
    }

    // Vector T36: the mean of products is not the product of means (5.25 kg).
    [Fact]
    public void KgPerH_ConcentrationAndFlowMoveTogether_SumsTheProducts()
    {
        (double C, double Q)[] quarters = [(20, 1e5), (20, 1e5), (20, 1e5), (80, 3e5)];

        Assert.Equal(7.5, quarters.Sum(quarter => MassRate.KgPerH(quarter.C, quarter.Q) / 4), 1e-9);
    }
}
