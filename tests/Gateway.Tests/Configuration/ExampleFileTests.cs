using Gateway.Configuration;
using Gateway.Simulators;

namespace Gateway.Tests.Configuration;

/// <summary>What stands in <c>deploy/</c> for users to start from has no fault.</summary>
public sealed class ExampleFileTests
{
    [Fact]
    public void Read_TheExampleGateway_FindsNoFault()
    {
        var file = GatewayFile.Read(InDeploy("gateway.yaml"));
        Assert.Empty(file.Faults);
        Assert.Equal(["id-fan-drive", "id-fan-meter", "stack-monitor"],
            file.Value.Links.SelectMany(link => link.Devices).Select(device => device.Name));
        Assert.Single(file.Value.Retrofits);
        Assert.Single(file.Value.Stacks);
    }

    [Fact]
    public void Read_TheExampleBridge_FindsNoFault() => Assert.Empty(BridgeFile.Read(InDeploy("bridge.yaml")).Faults);

    /// <summary>The installation beside each example plant, with what it computes.</summary>
    [Theory]
    [InlineData("demo", "fan", "boiler-1")]
    [InlineData("pump-station", "pump-1", "pump-2")]
    [InlineData("boiler", "boiler-2")]
    [InlineData("coating-line", "rto-in", "rto-out")]
    public void Read_AnExamplePlantsGateway_FindsNoFaultAndComputesAsTheScenarioKnows(string plant, params string[] names)
    {
        var file = GatewayFile.Read(Path.Combine(ScenarioFile.ExamplesFolder, plant, "gateway.yaml"));
        Assert.Empty(file.Faults);
        Assert.Equal(names, file.Value.Retrofits.Select(retrofit => retrofit.Definition.Name)
            .Concat(file.Value.Stacks.Select(stack => stack.Definition.Name)));
        var scenario = ScenarioFile.Load(Path.Combine(ScenarioFile.ExamplesFolder, plant, "scenario.yaml"));
        Assert.Empty(scenario.Faults);
        var truth = new PlantDevices(scenario.Scenario!, DateTimeOffset.UnixEpoch).Truth;
        Assert.Equal(names, truth.Retrofits.Concat(truth.Stacks));
    }

    private static string InDeploy(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "deploy", name);
    }
}
