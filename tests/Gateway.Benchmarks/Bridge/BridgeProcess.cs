using System.Diagnostics;
using System.Globalization;
using Gateway.TestKit.Servers;

namespace Gateway.Benchmarks.Bridge;

/// <summary>A <c>gateway bridge</c> as it is installed, measured from outside.</summary>
internal sealed class BridgeProcess : IAsyncDisposable
{
    private const double TicksPerSecond = 100;

    private readonly TempFolder folder = new();
    private readonly Process process;

    private BridgeProcess(int brokerPort, Uri database, bool isShared, int httpPort)
    {
        var configuration = folder.File("bridge.yaml");
        File.WriteAllText(configuration, $$"""
            mqtt: { broker: '127.0.0.1:{{brokerPort}}'{{(isShared ? ", group: bridges" : string.Empty)}} }
            influx: { url: '{{database}}', database: plant }
            http: { listen: '127.0.0.1:{{httpPort}}' }
            """);
        var dll = Path.Combine(AppContext.BaseDirectory, "gateway.dll");
        process = Process.Start(new ProcessStartInfo("dotnet", ["exec", dll, "bridge", configuration])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        process.ErrorDataReceived += (_, line) => Progress.Report($"bridge: {line.Data}");
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary>Processor time so far, s.</summary>
    public double CpuSeconds
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{process.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture))
                / TicksPerSecond;
        }
    }

    /// <summary>The most memory that was ever resident, MB.</summary>
    public double PeakMb => double.Parse(
        File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture) * 1024 / 1e6;

    /// <summary>Starts a bridge and waits until it is connected to the broker.</summary>
    public static async Task<BridgeProcess> StartAsync(int brokerPort, Uri database, bool isShared)
    {
        var port = FreePort.Next();
        var bridge = new BridgeProcess(brokerPort, database, isShared, port);
        using var http = new HttpClient();
        while (!await IsConnectedAsync(http, port))
        {
            if (bridge.process.HasExited)
            {
                throw new BenchmarkFailedException("The bridge ended; see above.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        return bridge;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Dispose();
    }

    private static async Task<bool> IsConnectedAsync(HttpClient http, int port)
    {
        try
        {
            return (await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics")))
                .Contains("gateway_bridge_broker_connected 1", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
