using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Gateway.TestKit.Servers;

/// <summary>
/// A real server as a short-lived process, with its data in a temporary folder. It can be killed without warning, frozen, thawed and
/// started again on the same port and data.
/// </summary>
public abstract partial class ServerProcess : IAsyncDisposable
{
    private const int MostOutput = 16 * 1024;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ProbePause = TimeSpan.FromMilliseconds(20);

    private readonly TempFolder folder = new();
    private readonly StringBuilder output = new();
    private Process? process;

    static ServerProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) => KillAll();

    private static HashSet<ServerProcess> Running { get; } = [];

    /// <summary>Where the server keeps its data.</summary>
    protected string Folder => folder.Path;

    /// <summary>What the server said last.</summary>
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

    /// <summary>The program, with its full path.</summary>
    protected abstract string Program { get; }

    /// <summary>Its arguments.</summary>
    protected abstract IEnumerable<string> Arguments { get; }

    /// <summary>The server answers.</summary>
    protected abstract Task<bool> IsReadyAsync(CancellationToken cancellationToken);

    /// <summary>Kills the server as a power cut would (SIGKILL) and waits until it is gone.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            await process.WaitForExitAsync(cancellationToken);
        }
    }

    /// <summary>Stops the server in its tracks (SIGSTOP): its connections stay open and nothing answers.</summary>
    public void Freeze() => Signal(19);

    /// <summary>Lets a frozen server go on (SIGCONT).</summary>
    public void Thaw() => Signal(18);

    /// <summary>Kills the server if it still runs, and starts it on the same port and data.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await KillAsync(cancellationToken);
        if (!await TryStartAsync(cancellationToken))
        {
            throw new InvalidOperationException($"{Program} did not start again: {Output}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync(CancellationToken.None);
        lock (Running)
        {
            Running.Remove(this);
        }

        process?.Dispose();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts a server; when its port was taken in the meantime, another on another port.</summary>
    protected static async Task<TServer> StartAsync<TServer>(Func<TServer> create, CancellationToken cancellationToken)
        where TServer : ServerProcess
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = create();
            if (await server.TryStartAsync(cancellationToken))
            {
                return server;
            }

            await server.DisposeAsync();
            if (attempt == 5)
            {
                throw new InvalidOperationException($"{server.Program} does not start: {server.Output}");
            }
        }
    }

    private async Task<bool> TryStartAsync(CancellationToken cancellationToken)
    {
        process?.Dispose();
        process = new Process
        {
            StartInfo = new ProcessStartInfo(Program, Arguments)
            {
                WorkingDirectory = Folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.Start();
        lock (Running)
        {
            Running.Add(this);
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return await WaitUntilReadyAsync(process, cancellationToken);
    }

    private async Task<bool> WaitUntilReadyAsync(Process started, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        while (!started.HasExited)
        {
            if (await IsReadyAsync(limit.Token))
            {
                // Another server may have answered on our port while ours was failing to take it.
                return !started.HasExited;
            }

            await Task.Delay(ProbePause, TimeProvider.System, limit.Token);
        }

        return false;
    }

    private void Note(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
            if (output.Length > MostOutput)
            {
                output.Remove(0, output.Length - MostOutput);
            }
        }
    }

    private void Signal(int signal)
    {
        if (process is null || Kill(process.Id, signal) != 0)
        {
            throw new InvalidOperationException($"{Program} takes no signal: it does not run.");
        }
    }

    private static void KillAll()
    {
        lock (Running)
        {
            foreach (var server in Running.Where(server => server.process is { HasExited: false }))
            {
                server.process!.Kill();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
