using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.Json;
using Gateway.Simulators;
using Gateway.TestKit.Servers;

namespace Gateway.EndToEnd.Tests;

/// <summary>What one does with an unknown device on the table: <c>gateway scan</c>, <c>gateway read</c>.</summary>
[SupportedOSPlatform("linux")]
public sealed class CommissioningTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder folder = new();
    private SimulatedPlant plant = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Line => plant.LineTcpEndPoint!.ToString();

    public async ValueTask InitializeAsync()
    {
        var scenario = ScenarioFile.Load(ScenarioFile.DemoPath).Scenario! with { LineTcpPort = 0 };
        plant = await SimulatedPlant.StartAsync(scenario, TimeProvider.System, Token);
    }

    public ValueTask DisposeAsync() => plant.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Read_TheMeterByItsProfile_PrintsEveryPoint()
    {
        var (exitCode, output) = await GatewayProcess.RunAsync(
            ["read", "--tcp", Line, "--unit", "1", "--profile", "eastron-sdm630"], Token);
        Assert.True(exitCode == 0, output);
        Assert.Matches(@"point +value +unit +quality +address +raw", output);
        Assert.Matches(@"voltage_l1 +2[0-9.]+ +V +Good +input 0 \(30001\) +[0-9A-F]{4} [0-9A-F]{4}", output);
        Assert.Matches(@"energy_export_l3 +0 +kWh +Good +input 356 \(30357\)", output);
    }

    [Theory]
    [InlineData("input:0:2")]
    [InlineData("30001:2")]
    public async Task Read_RegistersOnASerialLineAsJson_ShowsRawAndAllOrders(string range)
    {
        var (exitCode, output) = await GatewayProcess.RunAsync(
            ["read", "--serial", plant.SerialPath!, "--baud", "9600", "--format", "8E1", "--unit", "1", range, "--json"], Token);
        Assert.True(exitCode == 0, output);
        var json = JsonDocument.Parse(output).RootElement;
        var registers = json.GetProperty("registers").EnumerateArray();
        Assert.Equal(["30001", "30002"], registers.Select(row => row.GetProperty("reference").GetString()));
        var number = json.GetProperty("readings")[0];
        Assert.Equal("float32", number.GetProperty("type").GetString());
        Assert.InRange(number.GetProperty("abcd").GetDouble(), 200, 260);
    }

    [Fact]
    public async Task Read_TheDriveWithTypeAndOrder_DecodesIt()
    {
        var (exitCode, output) = await GatewayProcess.RunAsync(
            ["read", "--tcp", Line, "--unit", "2", "--type", "int32", "--order", "CDAB", "420202", "--json"], Token);
        Assert.True(exitCode == 0, output);
        var point = Assert.Single(JsonDocument.Parse(output).RootElement.GetProperty("points").EnumerateArray());
        Assert.InRange(point.GetProperty("value").GetDouble(), 50_000, 148_000);
    }

    [Fact]
    public async Task Read_NobodyThere_IsExitCode1WithWhatToDo()
    {
        var (exitCode, output) = await GatewayProcess.RunAsync(
            ["read", "--tcp", $"127.0.0.1:{FreePort.Next()}", "--profile", "eastron-sdm630"], Token);
        Assert.Equal(1, exitCode);
        Assert.Contains("check address, port and cable", output, StringComparison.Ordinal);
        (exitCode, output) = await GatewayProcess.RunAsync(["read", "--tcp", Line, "--unit", "9", "holding:0"], Token);
        Assert.Equal(1, exitCode);
        Assert.Contains("'gateway scan' finds", output, StringComparison.Ordinal);
        (exitCode, output) = await GatewayProcess.RunAsync(["read", "--tcp", Line, "--unit", "2", "input:7"], Token);
        Assert.Equal(1, exitCode);
        Assert.Contains("refuses all of it", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_TheLineBehindATcpGateway_FindsBothDevicesAndGuessesThem()
    {
        var (exitCode, output) = await GatewayProcess.RunAsync(["scan", "--tcp", Line, "--guess", "--json"], Token);
        Assert.True(exitCode == 0, output);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.True(report.GetProperty("complete").GetBoolean());
        Assert.Equal(247, report.GetProperty("asked").GetInt32());
        var units = report.GetProperty("units").EnumerateArray().ToList();
        Assert.Equal([1, 2], units.Select(unit => unit.GetProperty("unit").GetInt32()));
        Assert.Equal(
            ["eastron-sdm630", "abb-acs580"],
            units.Select(unit => unit.GetProperty("guesses")[0].GetProperty("profile").GetString()));
    }

    [Fact]
    public async Task Scan_ASerialLine_FindsTheUnitsThatAnswer()
    {
        var (exitCode, output) = await GatewayProcess.RunAsync(
            ["scan", "--serial", plant.SerialPath!, "--units", "1-4", "--baud", "9600,19200"], Token);
        Assert.True(exitCode == 0, output);
        Assert.Contains("answered: 4 of 8 asked", output, StringComparison.Ordinal);
        Assert.Matches(@"2 +serial /dev/pts/\d+ 19200 8N1 +exception 02", output);
    }

    [Fact]
    public async Task Scan_StoppedByTheUser_PrintsWhatWasFound()
    {
        await using var scan = GatewayProcess.Start(
            "scan", "--serial", plant.SerialPath!, "--timeout", "2s", "--trace", folder.File("scan.pcapng"));
        await Eventually.HoldsAsync(
            () => Task.FromResult(new FileInfo(folder.File("scan.pcapng")) is { Exists: true, Length: > 500 }),
            "the first units to be asked",
            () => scan.Output,
            Token);
        Assert.Equal(0, await scan.StopAsync(Token));
        Assert.Contains("asked, stopped early", scan.Output, StringComparison.Ordinal);
        Assert.Matches(@"1 +serial /dev/pts/\d+ 9600 8N1 +exception 02", scan.Output);
    }

    [Fact]
    public async Task Scan_AHostThatTakesConnectionsOnly_SaysWhatToCheck()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var port = ((IPEndPoint)mute.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        var (exitCode, output) = await GatewayProcess.RunAsync(
            ["scan", "--tcp", $"127.0.0.1:{port}", "--units", "1-2", "--timeout", "50ms"], Token);
        Assert.Equal(1, exitCode);
        Assert.Contains("neither in Modbus TCP nor in RTU over TCP", output, StringComparison.Ordinal);
    }
}
