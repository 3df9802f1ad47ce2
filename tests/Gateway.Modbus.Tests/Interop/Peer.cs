using System.Diagnostics;
using System.Globalization;

namespace Gateway.Modbus.Tests;

/// <summary>A program of somebody else that speaks Modbus with us; killed when it is disposed of.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    private Peer(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public static Peer Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        return new Peer(Process.Start(start)!);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>The lines it printed.</returns>
    public static async Task<string[]> RunAsync(string program, params string[] arguments)
    {
        using var peer = Start(program, arguments);
        var stop = TestContext.Current.CancellationToken;
        var output = await peer.process.StandardOutput.ReadToEndAsync(stop).Guarded();
        await peer.process.WaitForExitAsync(stop);
        Assert.True(peer.process.ExitCode == 0, $"{program} failed with {peer.process.ExitCode}: {output}{await peer.errors}");
        return output.TrimEnd('\n').Split('\n');
    }

    /// <summary>Waits for the line "ready [port]" of a server.</summary>
    public async Task<int> ReadyAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        var line = await process.StandardOutput.ReadLineAsync(stop).Guarded();
        Assert.True(line?.StartsWith("ready ", StringComparison.Ordinal), $"The peer said '{line}': {(line is null ? await errors : "")}");
        return int.Parse(line.AsSpan("ready ".Length), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
