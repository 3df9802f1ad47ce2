using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Gateway.TestKit.Servers;

namespace Gateway.Mqtt.Tests.Sparkplug;

/// <summary>npm's sparkplug-payload, installed into a folder of its own as its lock file says, once for all tests of a class.</summary>
public sealed class NodeDecoder : IAsyncLifetime
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(2);
    private readonly TempFolder folder = new();

    private string? fault;

    /// <summary>Installs it.</summary>
    public async ValueTask InitializeAsync()
    {
        if (!IsOnPath("node") || !IsOnPath("npm"))
        {
            fault = "node or npm is not installed: Debian packages nodejs and npm";
            return;
        }

        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Sparkplug", "Decoder")))
        {
            File.Copy(file, folder.File(Path.GetFileName(file)));
        }

        var (code, _, said) = await RunAsync(
            "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], [], CancellationToken.None);
        fault = code == 0 ? null : $"npm cannot install sparkplug-payload: {said.Trim()}";
    }

    /// <summary>What it makes of each payload; skips the test where it is not installed.</summary>
    public async Task<IReadOnlyList<JsonElement>> DecodeAsync(IReadOnlyList<byte[]> payloads, CancellationToken cancellationToken)
    {
        Assert.SkipUnless(fault is null, fault ?? string.Empty);
        var (code, output, said) = await RunAsync("node", ["decode.js"], [.. payloads.Select(Convert.ToBase64String)], cancellationToken);
        Assert.True(code == 0, said);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Any(place => File.Exists(Path.Combine(place, program)));

    private async Task<(int Code, string Output, string Said)> RunAsync(
        string program, string[] arguments, string[] input, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(InstallLimit);
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var said = process.StandardError.ReadToEndAsync(limit.Token);
            foreach (var line in input)
            {
                await process.StandardInput.WriteLineAsync(line);
            }

            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await said);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
