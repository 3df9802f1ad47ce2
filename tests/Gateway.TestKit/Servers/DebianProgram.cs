using System.Diagnostics;

namespace Gateway.TestKit.Servers;

/// <summary>A program that a Debian package brings and that runs to its end; a test that needs one is skipped without it.</summary>
/// <param name="Path">The program.</param>
/// <param name="Package">The package.</param>
public sealed record DebianProgram(string Path, string Package)
{
    /// <summary>A Modbus master made of libmodbus.</summary>
    public static DebianProgram Mbpoll { get; } = new("/usr/bin/mbpoll", "mbpoll");

    /// <summary>Wireshark without windows.</summary>
    public static DebianProgram Tshark { get; } = new("/usr/bin/tshark", "tshark");

    /// <summary>The package is there.</summary>
    public bool IsInstalled => File.Exists(Path);

    /// <summary>Why a test is skipped without it.</summary>
    public string MissingReason => $"Debian package {Package} is not installed";

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed; with all it said.</exception>
    public async Task<string> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? output
                : throw new InvalidOperationException($"{Path} failed with {process.ExitCode}: {output}{await errors}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
