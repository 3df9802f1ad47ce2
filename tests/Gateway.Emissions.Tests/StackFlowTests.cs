namespace Gateway.Emissions.Tests;

public sealed class StackFlowTests
{
    // Vectors T21 and T22.
    [Fact]
    public void Flows_ActualThenStandardDry()
    {
        var actual = StackFlow.ActualM3PerH(12.5, 15.2);

        Assert.Equal(684_000, actual, 1e-3);
        Assert.Equal(454_362.745, StackFlow.StandardDryM3PerH(actual, 85, 100_800 - 500, 0.12), 0.5);
    }
}
