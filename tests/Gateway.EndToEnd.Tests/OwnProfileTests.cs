using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Devices;
using Gateway.Simulators;
using Gateway.TestKit.Servers;

namespace Gateway.EndToEnd.Tests;

/// <summary>The page that says how a device is added from its datasheet, followed step by step with its own example.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class OwnProfileTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Own => folder.File("profiles");

    private string Profile => Path.Combine(Own, "volta-m1.yaml");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task WorkedExample_BegunFilledInCheckedServedAndRead_ShowsEveryValue()
    {
        await SucceedAsync("profiles", "new", "volta-m1", "--folder", Own);
        await File.WriteAllTextAsync(Profile, Example(), Token);
        Assert.Contains("6 points; no fault", await SucceedAsync("profiles", "check", Own), StringComparison.Ordinal);

        var scenario = ProfileScenario.Of(Profile, unit: null, serial: false, port: 0).Scenario!;
        await using var plant = await SimulatedPlant.StartAsync(scenario, TimeProvider.System, Token);
        var output = await SucceedAsync("read", "--tcp", $"{plant.TcpEndPoint}", "--profile", Profile, "--json");

        var points = JsonDocument.Parse(output).RootElement.GetProperty("points").EnumerateArray().ToList();
        Assert.Equal(6, points.Count);
        Assert.All(points, point => Assert.Equal("Good", point.GetProperty("quality").GetString()));
        Assert.Equal("30010", points[4].GetProperty("reference").GetString());
    }

    [Fact]
    public async Task AFault_IsExitCode78WithItsPlaceWhereverTheProfileIsUsed()
    {
        Directory.CreateDirectory(Own);
        await File.WriteAllTextAsync(Profile, Example().Replace("scale: 0.01", "scale: 0", StringComparison.Ordinal), Token);
        string[][] commands =
        [
            ["profiles", "check", Profile],
            ["profiles", "show", Profile],
            ["profiles", "list", "--profiles", Own],
            ["read", "--tcp", "127.0.0.1:1", "--profile", "volta-m1", "--profiles", Own],
        ];
        foreach (var command in commands)
        {
            var (exitCode, output) = await GatewayProcess.RunAsync(command, Token);

            Assert.True(exitCode == 78, output);
            Assert.Matches(@"volta-m1\.yaml:\d+:\d+: a scale of 0 would make every value 0", output);
        }
    }

    private static async Task<string> SucceedAsync(params string[] arguments)
    {
        var (exitCode, output) = await GatewayProcess.RunAsync(arguments, Token);
        Assert.True(exitCode == 0, output);
        return output;
    }

    private static string Example() =>
        WorkedExample().Match(File.ReadAllText(Path.Combine(ProfileLibrary.ShippedFolder, "README.md"))).Groups[1].Value;

    [GeneratedRegex("```yaml\n(name: volta-m1\n.*?)```", RegexOptions.Singleline)]
    private static partial Regex WorkedExample();
}
