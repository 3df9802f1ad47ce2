using Gateway.Configuration;

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
