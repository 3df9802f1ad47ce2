using System.Threading.Channels;
using Gateway.Configuration;
using Gateway.Pipeline;
using Gateway.Status;

namespace Gateway.Reloading;

/// <summary>
/// Takes an edited configuration up while the gateway runs, or refuses it whole and says why. Only what stands in the files counts: it is
/// looked at when their folders tell of a change, when asked by <see cref="Ask"/>, and every few seconds, and what is the same as
/// before does nothing.
/// </summary>
internal sealed class ConfigurationReload : IDisposable
{
    /// <summary>So often the files are looked at where nothing tells of their changes.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    /// <summary>So long the files must stay as they are before they are read: whoever writes them may not be done.</summary>
    public static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(200);

    private const int MaxFaultsShown = 100;
    private const string ByName = "asked";

    private readonly GatewayPipeline pipeline;
    private readonly Action changed;
    private readonly TimeProvider clock;
    private readonly ILogger<ConfigurationReload> logger;
    private readonly FolderWatch folders;
    private readonly Channel<string> wakeUps =
        Channel.CreateBounded<string>(new BoundedChannelOptions(2) { FullMode = BoundedChannelFullMode.DropWrite });

    private GatewayOptions running;
    private LoadedConfiguration known;
    private volatile ConfigurationStatus status;

    /// <param name="first">What the gateway was started with, sound.</param>
    /// <param name="pipeline">The gateway.</param>
    /// <param name="changed">Called when another configuration has come into force.</param>
    /// <param name="clock">Paces the looks.</param>
    /// <param name="logger">Told of each change and each refusal.</param>
    public ConfigurationReload(
        LoadedConfiguration first, GatewayPipeline pipeline, Action changed, TimeProvider clock, ILogger<ConfigurationReload> logger)
    {
        this.pipeline = pipeline;
        this.changed = changed;
        this.clock = clock;
        this.logger = logger;
        running = first.Read.Value;
        known = first;
        status = new ConfigurationStatus(first.Files.Document, first.Contents.Sha256, clock.GetUtcNow(), 0, null);
        folders = new FolderWatch(
            () => wakeUps.Writer.TryWrite(string.Empty),
            (folder, reason) => Log.NotWatched(logger, folder, LookInterval.TotalSeconds, reason));
    }

    /// <summary>Which configuration is in force, and what was last refused.</summary>
    public ConfigurationStatus Status => status;

    /// <summary>Has the files looked at now.</summary>
    public void Ask() => wakeUps.Writer.TryWrite(ByName);

    /// <summary>Looks until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        folders.Watch(known.Files.Folders);
        while (true)
        {
            var wasAsked = await WaitAsync(cancellationToken);
            if (await SettledAsync(cancellationToken) != known.Contents)
            {
                await TakeAsync(cancellationToken);
                folders.Watch(known.Files.Folders);
            }
            else if (wasAsked)
            {
                Log.Unchanged(logger, known.Files.Document);
            }
        }
    }

    public void Dispose() => folders.Dispose();

    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var wakeUp = wakeUps.Reader.WaitToReadAsync(waiting.Token).AsTask();
        await Task.WhenAny(wakeUp, Task.Delay(LookInterval, clock, waiting.Token));
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        var wasAsked = false;
        while (wakeUps.Reader.TryRead(out var reason))
        {
            wasAsked |= reason == ByName;
        }

        return wasAsked;
    }

    private async Task<FileContents> SettledAsync(CancellationToken cancellationToken)
    {
        var contents = known.Files.Look();
        var before = known.Contents;
        while (contents != before && contents != known.Contents)
        {
            before = contents;
            await Task.Delay(SettleTime, clock, cancellationToken);
            contents = known.Files.Look();
        }

        return contents;
    }

    private async Task TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            known = LoadedConfiguration.Load(known.Files.Document, running);
            if (!known.Read.IsSound)
            {
                Refuse([.. known.Read.Faults.Select(fault => fault.ToString())]);
                return;
            }

            var change = await pipeline.ChangeAsync(known.Read.Value, cancellationToken);
            running = known.Read.Value;
            changed();
            Accept(change);
        }
        catch (Exception fault) when (fault is NamedFailure or IOException or UnauthorizedAccessException)
        {
            Refuse([$"{known.Files.Document}:1:1: {fault.Message}"]);
        }
    }

    private void Accept(string change)
    {
        var (file, sha256) = (known.Files.Document, known.Contents.Sha256);
        status = new ConfigurationStatus(file, sha256, clock.GetUtcNow(), status.Changes + 1, null);
        Log.InForce(logger, file, change, sha256);
        pipeline.Note("configuration-changed", file, $"{change}; sha256 {sha256}");
    }

    private void Refuse(IReadOnlyList<string> faults)
    {
        var (file, sha256) = (known.Files.Document, known.Contents.Sha256);
        IReadOnlyList<string> shown = faults.Count <= MaxFaultsShown
            ? faults
            : [.. faults.Take(MaxFaultsShown), $"and {faults.Count - MaxFaultsShown} more: 'gateway check {file}' lists them"];
        foreach (var fault in shown)
        {
            Log.Faulty(logger, fault);
        }

        Log.Refused(logger, file, faults.Count);
        status = status with { Refused = new RefusedConfiguration(clock.GetUtcNow(), sha256, shown) };
        pipeline.Note("configuration-refused", file, $"{string.Join('\n', shown)}\nsha256 {sha256}");
    }
}
