namespace Gateway.Emissions.Tests;

public sealed class GasDensityTests
{
    // Vectors T16 and T17.
    [Fact]
    public void Densities_FlueGas()
    {
        var standard = GasDensity.StandardKgPerM3(oxygenPct: 6, carbonDioxidePct: 13, carbonMonoxidePct: 0, moistureFraction: 0.12);

        Assert.Equal(1.287571, standard, 1e-6);
        Assert.Equal(0.971931, GasDensity.ActualKgPerM3(standard, 85, 100_300), 1e-6);
    }
}
