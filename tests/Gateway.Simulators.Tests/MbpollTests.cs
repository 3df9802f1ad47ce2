using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Gateway.Simulators.Physics;
using Gateway.TestKit.Servers;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Simulators.Tests;

/// <summary>Somebody else's Modbus master reads the plant.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class MbpollTests
{
    [Fact]
    public async Task Mbpoll_OverTheSerialLine_ReadsTheMeter()
    {
        Assert.SkipUnless(DebianProgram.Mbpoll.IsInstalled, DebianProgram.Mbpoll.MissingReason);
        await using var plant = await Start();
        var values = await Poll("-m rtu -b 9600 -P none -a 1 -t 3:float -B -r 53 -c 1", plant.SerialPath!);
        Assert.Equal(new FanSystem(1, Demo.Fan).At(Demo.StartS).LineKw * 1000.0, Assert.Single(values), 0.5);
    }

    [Fact]
    public async Task Mbpoll_OverTheSerialLine_ReadsTheDrive()
    {
        Assert.SkipUnless(DebianProgram.Mbpoll.IsInstalled, DebianProgram.Mbpoll.MissingReason);
        await using var plant = await Start();
        var values = await Poll("-m rtu -b 19200 -P even -a 2 -t 4:int -r 20202 -c 1", plant.SerialPath!);
        Assert.Equal(new FanSystem(1, Demo.Fan).At(Demo.StartS).Motor.SpeedRpm * 100.0, Assert.Single(values), 0.51);
    }

    [Fact]
    public async Task Mbpoll_OverTcp_ReadsTheMonitor()
    {
        Assert.SkipUnless(DebianProgram.Mbpoll.IsInstalled, DebianProgram.Mbpoll.MissingReason);
        await using var plant = await Start();
        var values = await Poll($"-m tcp -p {plant.TcpEndPoint!.Port} -a 1 -t 3:float -B -r 9 -c 1", "127.0.0.1");
        var o2Pct = new BoilerSystem(1, Demo.Boiler).At(Demo.StartS).O2Pct;
        Assert.Equal(o2Pct, Assert.Single(values), o2Pct * 0.02);
    }

    private static Task<SimulatedPlant> Start() =>
        SimulatedPlant.StartAsync(Demo.Scenario, new FakeTimeProvider(Demo.Start), TestContext.Current.CancellationToken);

    private static async Task<double[]> Poll(string options, string target)
    {
        var output = await DebianProgram.Mbpoll.RunAsync(
            [.. options.Split(' '), "-1", "-o", "10", target], TestContext.Current.CancellationToken);
        return [.. Value().Matches(output).Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
    }

    [GeneratedRegex(@"^\[\d+\]:\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex Value();
}
