namespace Gateway.Emissions.Tests;

public sealed class StandardStateTests
{
    // Vector T14.
    [Fact]
    public void Concentration_HotDust_RisesToTheStandardState() =>
        Assert.Equal(15.897078, StandardState.Concentration(12, 85, 100_800 - 500), 1e-5);

    [Fact]
    public void VolumeFactor_StandardGas_IsOne() => Assert.Equal(1, StandardState.VolumeFactor(0, 101_325), 12);
}
