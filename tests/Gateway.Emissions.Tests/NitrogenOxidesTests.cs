namespace Gateway.Emissions.Tests;

public sealed class NitrogenOxidesTests
{
    // Vector T10; 1.53 in place of 46/30 would give 215.179.
    [Fact]
    public void AsNo2_Masses_AreWeightedByMolarMass() =>
        Assert.Equal(215.6250, NitrogenOxides.AsNo2(133.928571, 10.267857), 1e-6);

    [Fact]
    public void AsNo2FromPpm_SameGases_AgreesWithTheMasses() =>
        Assert.Equal(215.6250, NitrogenOxides.AsNo2FromPpm(100, 5), 1e-9);
}
