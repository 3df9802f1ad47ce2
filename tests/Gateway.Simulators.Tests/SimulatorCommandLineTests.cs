using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Simulators.Tests;

public sealed class SimulatorCommandLineTests : IDisposable
{
    private readonly FakeTimeProvider time = new(Demo.Start);
    private readonly SignallingWriter output = new("Ctrl-C");
    private readonly StringWriter errors = new();

    [Fact]
    public async Task Run_UntilStopped_PrintsDevicesThenTheTruth()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = Invoke(stop.Token, "run", "--line-port", "0", "--seed", "5", "--speed", "60");
        await output.Seen.WaitAsync(TimeSpan.FromMinutes(1), stop.Token);
        time.Advance(TimeSpan.FromMinutes(1));
        await stop.CancelAsync();
        Assert.Equal(0, await running);
        Assert.Contains("seed 5", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("/dev/pts/", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("to 2026-03-04T01:00:00.000Z", output.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"energy saved\s+\d+\.\d{3} kWh", output.ToString());
    }

    [Theory]
    [InlineData("run", "--speed", "0.5")]
    [InlineData("run", "--speed", "fast")]
    [InlineData("run", "--port", "70000")]
    [InlineData("run", "--line-port", "x")]
    [InlineData("run", "--seed", "-1")]
    [InlineData("run", "--profile", "abb-acs580", "--scenario", "x.yaml")]
    [InlineData("run", "--unit", "3")]
    [InlineData("run", "--profile", "abb-acs580", "--unit", "0")]
    [InlineData("run", "--profile", "abb-acs580", "--tcp", "0.0.0.0:5020")]
    [InlineData("walk")]
    [InlineData]
    public async Task Invoke_WrongUsage_IsExitCode2(params string[] arguments) =>
        Assert.Equal(2, await Invoke(TestContext.Current.CancellationToken, arguments));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_OneProfile_ListsItsPointsWithTheirValues(bool serial)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        string[] line = serial ? ["--serial"] : [];
        var running = Invoke(stop.Token, ["run", "--profile", "eastron-sdm630", "--tcp", "127.0.0.1:0", "--unit", "7", .. line]);
        await output.Seen.WaitAsync(TimeSpan.FromMinutes(1), stop.Token);
        await stop.CancelAsync();
        Assert.Equal(0, await running);
        Assert.Matches(@"eastron-sdm630 +eastron-sdm630 +(serial and line|tcp), unit 7", output.ToString());
        Assert.Matches(@"InputRegister +52  active_power +\d+\.\d+ kW", output.ToString());
        Assert.Equal(serial, output.ToString().Contains("/dev/pts/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_AProfileThatIsNot_IsExitCode78WithTheNearestName()
    {
        Assert.Equal(78, await Invoke(TestContext.Current.CancellationToken, "run", "--profile", "eastron-sdm63"));
        Assert.Contains("did you mean 'eastron-sdm630'?", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_Help_IsDone() => Assert.Equal(0, await Invoke(TestContext.Current.CancellationToken, "run", "--help"));

    [Fact]
    public async Task Run_AWrongScenario_IsExitCode78WithEveryFault()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "name: x\nseed: many\n", TestContext.Current.CancellationToken);
        Assert.Equal(78, await Invoke(TestContext.Current.CancellationToken, "run", "--scenario", path));
        File.Delete(path);
        Assert.Contains($"{path}:2:7: ", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("give at least one of fan, pumps, boiler", errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port", "--line-port")]
    [InlineData("--line-port", "--port")]
    public async Task Run_ATakenPort_IsExitCode1WithTheReason(string option, string other)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        Assert.Equal(1, await Invoke(TestContext.Current.CancellationToken, "run", option, $"{port}", other, "0"));
        Assert.Contains($"127.0.0.1:{port}", errors.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        output.Dispose();
        errors.Dispose();
    }

    private Task<int> Invoke(CancellationToken cancellationToken, params string[] arguments) => SimulatorCommandLine.InvokeAsync(
        arguments, time, new InvocationConfiguration { Output = output, Error = errors }, cancellationToken);

    /// <summary>Tells when a text was written.</summary>
    private sealed class SignallingWriter(string awaited) : StringWriter
    {
        private readonly TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => seen.Task;

        public override Task WriteLineAsync(string? value)
        {
            var written = base.WriteLineAsync(value);
            if (value?.Contains(awaited, StringComparison.Ordinal) == true)
            {
                seen.TrySetResult();
            }

            return written;
        }
    }
}
