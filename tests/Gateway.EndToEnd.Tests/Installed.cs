using Gateway.Configuration;
using Gateway.Simulators;
using Gateway.TestKit.Servers;

namespace Gateway.EndToEnd.Tests;

/// <summary>A simulated plant in this process, and the files with which the real executables measure it.</summary>
internal sealed class Installed : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly SimulatedPlant plant;

    private Installed(SimulatedPlant plant) => this.plant = plant;

    public Truth Truth => plant.Truth;

    public string GatewayFilePath => folder.File("gateway.yaml");

    public string BridgeFilePath => folder.File("bridge.yaml");

    public int HttpPort { get; } = FreePort.Next();

    /// <summary>Where the gateway keeps all it keeps.</summary>
    public string DataFolder => folder.File("data");

    /// <summary>The installation as the gateway reads it.</summary>
    public GatewayOptions Options => GatewayFile.Read(GatewayFilePath).Value;

    public static Task<Installed> StartAsync(int brokerPort, string influx, CancellationToken cancellationToken) =>
        StartAsync(brokerPort, brokerPort, influx, cancellationToken);

    /// <summary>Starts one whose gateway and bridge reach the broker on different ways.</summary>
    public static async Task<Installed> StartAsync(
        int brokerPort, int brokerPortOfBridge, string influx, CancellationToken cancellationToken)
    {
        var scenario = ScenarioFile.Load(ScenarioFile.DemoPath).Scenario!;
        var installed = new Installed(await SimulatedPlant.StartAsync(scenario, TimeProvider.System, cancellationToken));
        var template = await File.ReadAllTextAsync(Path.Combine(ScenarioFile.ExamplesFolder, "demo", "gateway.yaml"), cancellationToken);
        await File.WriteAllTextAsync(
            installed.GatewayFilePath,
            template
                .Replace("/dev/ttyUSB0", installed.plant.SerialPath, StringComparison.Ordinal)
                .Replace("127.0.0.1:5021", installed.plant.TcpEndPoint!.ToString(), StringComparison.Ordinal)
                .Replace("127.0.0.1:1883", $"127.0.0.1:{brokerPort}", StringComparison.Ordinal)
                .Replace("127.0.0.1:8080", $"127.0.0.1:{installed.HttpPort}", StringComparison.Ordinal)
                .Replace("interval: 1s", "interval: 200ms", StringComparison.Ordinal),
            cancellationToken);
        await File.WriteAllTextAsync(
            installed.BridgeFilePath, $"mqtt:\n  broker: 127.0.0.1:{brokerPortOfBridge}\ninflux:\n{influx}", cancellationToken);
        return installed;
    }

    public async ValueTask DisposeAsync()
    {
        await plant.DisposeAsync();
        folder.Dispose();
    }
}
