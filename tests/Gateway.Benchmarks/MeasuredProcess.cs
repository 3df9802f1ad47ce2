using System.Diagnostics;

namespace Gateway.Benchmarks;

/// <summary>A program that takes part in a benchmark as a process, so that its processor time is its own; killed when disposed.</summary>
internal sealed class MeasuredProcess : IAsyncDisposable
{
    private readonly Process process;

    private MeasuredProcess(Process process) => this.process = process;

    /// <summary>Starts a program. What it writes to its error output is shown.</summary>
    public static MeasuredProcess Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        return new MeasuredProcess(Process.Start(start)!);
    }

    /// <summary>Starts this program again, with a hidden command.</summary>
    public static MeasuredProcess StartOurs(params string[] arguments) => Start(Environment.ProcessPath!, arguments);

    /// <summary>Runs a program to its end and gives the figures that it prints.</summary>
    /// <exception cref="BenchmarkFailedException">It failed.</exception>
    public static async Task<Figures> RunAsync(MeasuredProcess running)
    {
        await using (running)
        {
            return await running.FiguresAsync();
        }
    }

    /// <summary>Waits for the line "ready ..." and gives what stands behind the word.</summary>
    public async Task<string> ReadyAsync()
    {
        var line = await process.StandardOutput.ReadLineAsync();
        return line?.StartsWith("ready ", StringComparison.Ordinal) == true
            ? line["ready ".Length..]
            : throw new BenchmarkFailedException($"{process.StartInfo.FileName} said '{line}' where it should say that it is ready.");
    }

    /// <summary>Ends the program's input, which tells a server to stop, and reads the figures that it prints last.</summary>
    public Task<Figures> FiguresAsync()
    {
        process.StandardInput.Close();
        return ToEndAsync();
    }

    /// <summary>Waits for its own end and reads the figures that it prints last.</summary>
    public async Task<Figures> ToEndAsync()
    {
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? Figures.Parse(output.TrimEnd().Split('\n')[^1])
            : throw new BenchmarkFailedException(
                $"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} ended with {process.ExitCode}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }
}
