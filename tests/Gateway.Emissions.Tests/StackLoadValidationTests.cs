namespace Gateway.Emissions.Tests;

public sealed class StackLoadValidationTests
{
    public static TheoryData<string, StackLoadDefinition> Wrong => new()
    {
        { "AreaM2", StackPlant.Definition with { AreaM2 = 0 } },
        { "VelocityCoefficient", StackPlant.Definition with { VelocityCoefficient = double.NaN } },
        { "barometric pressure", StackPlant.Definition with { BarometricPressurePa = null } },
        { "moisture", StackPlant.Definition with { MoisturePct = 12 } },
        { "ReferenceOxygenPct", StackPlant.Definition with { ReferenceOxygenPct = 21 } },
        { "at least one", StackPlant.Definition with { Pollutants = [] } },
        { "so2 once", StackPlant.Definition with { Pollutants = [new(PollutantKind.So2), new(PollutantKind.So2)] } },
        { "LargestGap", StackPlant.Definition with { LargestGap = TimeSpan.FromHours(1) } },
        { "LargestAge", StackPlant.Definition with { LargestAge = TimeSpan.Zero } },
        { "MolarVolume", StackPlant.Definition with { MolarVolume = 0 } },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Constructor_WrongSetting_IsNamed(string named, StackLoadDefinition definition)
    {
        var error = Assert.Throws<ArgumentException>(() => new StackPlant(_ => definition));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_NitrogenOxidesFromNoAlone_IsRefused()
    {
        var plant = new StackPlant();
        var inputs = plant.Inputs with { No2 = null };

        var error = Assert.Throws<ArgumentException>(() => new StackLoad(StackPlant.Definition with { Name = "b" }, inputs, plant.Catalog));
        Assert.Contains("nox needs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_OneSeriesForTwoInputs_IsRefused()
    {
        var plant = new StackPlant();
        var inputs = plant.Inputs with { Dust = plant.Inputs.So2 };

        var error = Assert.Throws<ArgumentException>(() => new StackLoad(StackPlant.Definition with { Name = "b" }, inputs, plant.Catalog));
        Assert.Contains("cems,device=cems so2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_PpmAtActualCondition_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new StackPlant(
            definition => definition with { Pollutants = [new(PollutantKind.So2, Condition: GasCondition.Actual)] }, gasUnit: "ppm"));

        Assert.Contains("must be standard", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_SeriesOfAnotherUnit_IsRefusedByName()
    {
        var error = Assert.Throws<ArgumentException>(() => new StackPlant(pressureUnit: "degC"));

        Assert.Contains("cems,device=cems pressure", error.Message, StringComparison.Ordinal);
    }
}
