namespace Gateway.Emissions.Tests;

public sealed class GasConcentrationTests
{
    // Vectors T01, T05 to T08.
    [Theory]
    [InlineData(100, MolarMass.SulphurDioxide, 285.714286)]
    [InlineData(100, MolarMass.NitrogenMonoxide, 133.928571)]
    [InlineData(80, MolarMass.CarbonMonoxide, 100.000000)]
    [InlineData(40, MolarMass.Carbon, 21.428571)]
    [InlineData(20, MolarMass.PropaneAsCarbon, 32.142857)]
    public void MgPerM3FromPpm_ChineseMolarVolume(double ppm, double molarMass, double expected) =>
        Assert.Equal(expected, GasConcentration.MgPerM3FromPpm(ppm, molarMass), 1e-6);

    // Vectors T02 to T04.
    [Theory]
    [InlineData(64.064, 0, 285.821750)]
    [InlineData(64, 20, 266.055660)]
    [InlineData(64, 25, 261.593885)]
    public void MgPerM3FromPpm_IdealGas(double molarMass, double temperatureC, double expected) =>
        Assert.Equal(expected, GasConcentration.MgPerM3FromPpm(100, molarMass, GasConcentration.MolarVolumeAt(temperatureC)), 1e-4);

    // Vector T09.
    [Fact]
    public void PpmFromMgPerM3_IsTheInverse() =>
        Assert.Equal(12.25, GasConcentration.PpmFromMgPerM3(35, MolarMass.SulphurDioxide), 1e-6);
}
