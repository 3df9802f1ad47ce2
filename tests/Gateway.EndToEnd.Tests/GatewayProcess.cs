using System.Diagnostics;
using System.Text;

namespace Gateway.EndToEnd.Tests;

/// <summary>The gateway's executable, run as a user runs it.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(3);
    private readonly Process process;
    private readonly StringBuilder output = new();

    private GatewayProcess(Process process) => this.process = process;

    /// <summary>Everything it has printed so far, on both streams.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>It runs no more.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>It was made to end by <see cref="KillAsync"/>.</summary>
    public bool WasKilled { get; private set; }

    public static GatewayProcess Start(params IEnumerable<string> arguments)
    {
        var dll = Path.Combine(AppContext.BaseDirectory, "gateway.dll");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(dll);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = new Process { StartInfo = start };
        var running = new GatewayProcess(process);
        process.OutputDataReceived += (_, line) => running.Take(line.Data);
        process.ErrorDataReceived += (_, line) => running.Take(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return running;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        await using var running = Start(arguments);
        return (await running.EndAsync(cancellationToken), running.Output);
    }

    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        guard.CancelAfter(LongestRun);
        await process.WaitForExitAsync(guard.Token);
        return process.ExitCode;
    }

    /// <summary>As <c>kill -9</c>: no chance to clean up.</summary>
    public async Task KillAsync()
    {
        WasKilled |= !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>As Ctrl-C.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        await SignalAsync("INT", cancellationToken);
        return await EndAsync(cancellationToken);
    }

    /// <summary>Sends it a signal.</summary>
    public async Task SignalAsync(string name, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is not null)
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        }
    }
}
