using System.Net;
using System.Net.Sockets;
using Gateway.TestKit.Servers;

namespace Gateway.EndToEnd.Tests;

/// <summary>What a user sees when something is wrong: one clear line with its place, an exit code, nothing half-started.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Sound = """
        site: s
        gateway: g
        links:
          - name: line
            tcp: 127.0.0.1:502
            devices:
              - { name: meter, profile: eastron-sdm630, unit: 1 }
        """;

    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_UnknownKey_Says78AndStartsNothing()
    {
        var output = await FailsAsync(78, Sound.Replace("unit: 1", "unti: 1", StringComparison.Ordinal));
        Assert.Contains("gateway.yaml:7:49: 'unti' is not known", output, StringComparison.Ordinal);
        Assert.Contains("did you mean 'unit'?", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoSuchSerialPort_NamesItAndItsPlace()
    {
        var output = await FailsAsync(1, Sound.Replace("tcp: 127.0.0.1:502", "serial: /dev/no-such-port", StringComparison.Ordinal));
        Assert.Contains("gateway.yaml:5:13: no serial port '/dev/no-such-port' on this machine", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BrokerRefusesTheFirstStart_NamesItAndItsPlace()
    {
        var output = await FailsAsync(1, $"{Sound}\nforward:\n  broker: 127.0.0.1:{FreePort.Next()}\n");
        Assert.Contains("gateway.yaml:9:11: mqtt://127.0.0.1:", output, StringComparison.Ordinal);
        Assert.Contains("start the broker or correct the address", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BrokerRefusesThePassword_NamesItAndKeepsTheSecret()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        await using var broker = await MosquittoServer.StartWithUserAsync("gateway", "right", Token);
        await File.WriteAllTextAsync(folder.File("password"), "wrong-secret", Token);
        var output = await FailsAsync(
            1, $"{Sound}\nforward:\n  broker: 127.0.0.1:{broker.Port}\n  user: gateway\n  password_file: password\n");
        Assert.Contains("gateway.yaml:9:11: mqtt://127.0.0.1:", output, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_HttpPortInUse_NamesItAndItsPlace()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var output = await FailsAsync(1, $"{Sound}\nhttp:\n  listen: 127.0.0.1:{port}\n");
        Assert.Contains($"gateway.yaml:9:11: cannot listen on 127.0.0.1:{port}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DataFolderInUse_SaysSo()
    {
        await File.WriteAllTextAsync(folder.File("gateway.yaml"), $"{Sound}\nhttp:\n  enabled: false\n", Token);
        await using var first = GatewayProcess.Start("run", folder.File("gateway.yaml"));
        await Eventually.HoldsAsync(
            () => Task.FromResult(first.Output.Contains("polls 1 devices", StringComparison.Ordinal)),
            "the first to run",
            () => first.Output,
            Token);
        var (exitCode, output) = await GatewayProcess.RunAsync(["run", folder.File("gateway.yaml")], Token);
        Assert.Equal(1, exitCode);
        Assert.Contains("in use by another gateway process", output, StringComparison.Ordinal);
        Assert.Equal(0, await first.StopAsync(Token));
    }

    [Fact]
    public async Task CommandLine_UnknownVerb_Says2()
    {
        var (exitCode, output) = await GatewayProcess.RunAsync(["frob"], Token);
        Assert.Equal(2, exitCode);
        Assert.Contains("'frob'", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_ASpeedThatIsNoNumber_Says2WithoutAStackTrace()
    {
        var (exitCode, output) = await GatewayProcess.RunAsync(["demo", "--speed", "fast"], Token);
        Assert.Equal(2, exitCode);
        Assert.Contains("'fast'", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_StoppedWhileTheBrokerIsSilent_EndsInOrder()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        await File.WriteAllTextAsync(folder.File("gateway.yaml"), $"{Sound}\nforward:\n  broker: 127.0.0.1:{port}\n", Token);
        await using var gateway = GatewayProcess.Start("run", folder.File("gateway.yaml"));
        using var connection = await silent.AcceptTcpClientAsync(Token);
        Assert.Equal(0, await gateway.StopAsync(Token));
        Assert.DoesNotContain("   at ", gateway.Output, StringComparison.Ordinal);
    }

    private async Task<string> FailsAsync(int expectedExitCode, string configuration)
    {
        await File.WriteAllTextAsync(folder.File("gateway.yaml"), configuration, Token);
        var (exitCode, output) = await GatewayProcess.RunAsync(["run", folder.File("gateway.yaml")], Token);
        Assert.True(exitCode == expectedExitCode, $"exit code {exitCode}: {output}");
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("data")), "something was started");
        return output;
    }
}
