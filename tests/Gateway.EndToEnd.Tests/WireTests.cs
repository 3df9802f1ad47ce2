using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Simulators;
using Gateway.TestKit.Servers;

namespace Gateway.EndToEnd.Tests;

/// <summary>A running gateway seen from both its wires: what it polls, and what others read from it.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class WireTests : IAsyncLifetime, IDisposable
{
    private const string Before = "- { name: before, profile: abb-acs580, unit: 2 }";
    private readonly TempFolder folder = new();
    private readonly int httpPort = FreePort.Next();
    private readonly int modbusPort = FreePort.Next();
    private SimulatedPlant plant = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Configuration => folder.File("gateway.yaml");

    public async ValueTask InitializeAsync()
    {
        var scenario = ScenarioFile.Load(ScenarioFile.DemoPath).Scenario! with { LineTcpPort = 0 };
        plant = await SimulatedPlant.StartAsync(scenario, TimeProvider.System, Token);
        await File.WriteAllTextAsync(
            Configuration,
            $$"""
            site: s
            gateway: g
            links:
              - name: line
                serial: {{plant.SerialPath}}
                reply_timeout: 200ms
                devices:
                  - { name: meter, profile: eastron-sdm630, unit: 1, interval: 500ms }
                  - { name: absent, profile: abb-acs580, unit: 9, interval: 1s }
              - name: stack
                tcp: {{plant.TcpEndPoint}}
                devices:
                  - { name: monitor, profile: simulated-cems, unit: 1, interval: 500ms }
            http: { listen: 127.0.0.1:{{httpPort}} }
            modbus_server: { listen: 127.0.0.1:{{modbusPort}} }
            """,
            Token);
    }

    public ValueTask DisposeAsync() => plant.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_WithAModbusServer_IsReadByMbpollAtTheAddressesOfTheMap()
    {
        Assert.SkipUnless(DebianProgram.Mbpoll.IsInstalled, DebianProgram.Mbpoll.MissingReason);
        await using var gateway = GatewayProcess.Start("run", Configuration);
        await PollsAsync(gateway, 3);
        var (exitCode, output) = await GatewayProcess.RunAsync(["map", Configuration, "--json"], Token);
        Assert.True(exitCode == 0, output);
        var map = JsonDocument.Parse(output).RootElement.EnumerateArray().ToDictionary(
            series => series.GetProperty("series").GetString()!, series => series.GetProperty("address").GetInt32());
        Assert.Equal(100, map["meter,device=meter voltage_l1_v"]);

        Assert.InRange(await FloatAsync(map["meter,device=meter voltage_l1_v"]), 200, 260);
        var qualityAndAge = await RegistersAsync(map["meter,device=meter voltage_l1_v"] + 2, 2);
        Assert.Equal(0, qualityAndAge[0]);
        Assert.InRange(qualityAndAge[1], 0, 60);
        Assert.True(double.IsNaN(await FloatAsync(map["vfd,device=absent motor_speed_rpm"])));
        Assert.Equal(0x91, (await RegistersAsync(map["vfd,device=absent motor_speed_rpm"] + 2, 1))[0]);
        Assert.Equal(0, await gateway.StopAsync(Token));
    }

    [Fact]
    public async Task Run_AfterAPointMore_ServesTheOldOnesAtTheirAddresses()
    {
        await using (var first = GatewayProcess.Start("run", Configuration))
        {
            await PollsAsync(first, 1);
            Assert.Equal(0, await first.StopAsync(Token));
        }

        var before = await MapAsync();
        var text = await File.ReadAllTextAsync(Configuration, Token);
        await File.WriteAllTextAsync(
            Configuration,
            text.Replace("- { name: meter,", $"{Before}\n      - {{ name: meter,", StringComparison.Ordinal),
            Token);
        var after = await MapAsync();
        Assert.Equal(before, after[..before.Length]);
        Assert.Equal(before.Length + 10, after.Length);
        Assert.All(after[before.Length..], line => Assert.Contains("device=before", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_WithATrace_IsModbusToTshark()
    {
        Assert.SkipUnless(DebianProgram.Tshark.IsInstalled, DebianProgram.Tshark.MissingReason);
        var file = folder.File("wire.pcapng");
        await using (var gateway = GatewayProcess.Start("run", Configuration, "--trace", file))
        {
            await PollsAsync(gateway, 4);
            Assert.Equal(0, await gateway.StopAsync(Token));
        }

        var frames = (await DebianProgram.Tshark.RunAsync(
            ["-r", file, "-T", "fields", "-E", "separator=;",
            "-e", "frame.interface_name", "-e", "_ws.col.Info", "-e", "frame.comment"], Token))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Empty((await DebianProgram.Tshark.RunAsync(["-r", file, "-Y", "_ws.malformed"], Token)).Trim());
        var meter = frames.Count(frame => Frame("line", "Query", 1).IsMatch(frame));
        Assert.InRange(meter, 8, int.MaxValue);
        Assert.InRange(frames.Count(frame => Frame("line", "Response", 1).IsMatch(frame)), meter - 1, meter);
        Assert.Contains(frames, frame => Frame("line", "Query", 9).IsMatch(frame));
        Assert.Contains(frames, frame => frame.Contains("no answer after", StringComparison.Ordinal));
        Assert.Contains(frames, frame => Frame("stack", "Response", 1).IsMatch(frame));
        Assert.All(frames, frame => Assert.Matches("Query|Response|no answer after|link closed after|thrown away", frame));
    }

    [Fact]
    public async Task Run_StatusAndMetrics_TellTheWire()
    {
        await using var gateway = GatewayProcess.Start("run", Configuration);
        await PollsAsync(gateway, 3);
        using var page = new GatewayStatusPage(httpPort);
        var status = (await page.StatusAsync(Token))!.Value;
        var line = status.GetProperty("links")[0];
        Assert.InRange(line.GetProperty("wire").GetProperty("round_trip_p50_ms").GetDouble(), 0.01, 1000);
        Assert.InRange(line.GetProperty("busy_s").GetDouble(), 0.001, 1000);
        Assert.InRange(line.GetProperty("polling").GetProperty("lateness_p99_ms").GetDouble(), 0, 60_000);
        var absent = status.GetProperty("devices").EnumerateArray().Single(device => device.GetProperty("device").GetString() == "absent");
        Assert.InRange(absent.GetProperty("wire").GetProperty("timeouts").GetInt64(), 1, long.MaxValue);
        var metrics = await page.TextAsync("/metrics", Token);
        Assert.Matches("gateway_device_timeouts_total\\{device=\"absent\"\\} [1-9]", metrics);
        Assert.Matches("gateway_link_round_trip_seconds\\{link=\"stack\",quantile=\"0.99\"\\} 0", metrics);
        Assert.Equal(0, await gateway.StopAsync(Token));
    }

    private async Task PollsAsync(GatewayProcess gateway, int polls)
    {
        using var page = new GatewayStatusPage(httpPort);
        await Eventually.HoldsAsync(
            async () => (await page.StatusAsync(Token))?.GetProperty("devices").EnumerateArray()
                .All(device => device.GetProperty("polls").GetInt64() >= polls) == true,
            $"{polls} polls of each device",
            () => gateway.Output,
            Token);
    }

    private async Task<string[]> MapAsync()
    {
        var (exitCode, output) = await GatewayProcess.RunAsync(["map", Configuration, "--csv"], Token);
        Assert.True(exitCode == 0, output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<double> FloatAsync(int address) =>
        double.Parse((await PollAsync("3:float", address, 1))[0], CultureInfo.InvariantCulture);

    private async Task<int[]> RegistersAsync(int address, int count) =>
        [.. (await PollAsync("3", address, count)).Select(text => int.Parse(text, CultureInfo.InvariantCulture))];

    private async Task<string[]> PollAsync(string type, int address, int count)
    {
        var output = await DebianProgram.Mbpoll.RunAsync(
            ["-m", "tcp", "-p", $"{modbusPort}", "-a", "1", "-0", "-r", $"{address}", "-c", $"{count}",
            "-t", type, "-B", "-o", "10", "-1", "127.0.0.1"], Token);
        return [.. Value().Matches(output).Select(match => match.Groups[1].Value)];
    }

    private static Regex Frame(string link, string direction, int unit) => new($@"^{link};\s*{direction}:.*Unit:\s*{unit}[,;]");

    [GeneratedRegex(@"^\[\d+\]:\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex Value();
}
