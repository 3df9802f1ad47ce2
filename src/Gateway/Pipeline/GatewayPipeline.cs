using System.Threading.Channels;
using Gateway.Configuration;
using Gateway.Core;
using Gateway.Devices;
using Gateway.History;
using Gateway.Journal;
using Gateway.Modbus;
using Gateway.Mqtt;
using Gateway.Northbound;
using Gateway.Status;
using Microsoft.Data.Sqlite;

namespace Gateway.Pipeline;

/// <summary>The running gateway: its parts, wired in the order in which data pass through them.</summary>
internal sealed class GatewayPipeline : IAsyncDisposable
{
    /// <summary>Polls that wait for the recorder; at the bound the pollers wait.</summary>
    private const int MaxWaitingPolls = 1024;
    private static readonly TimeSpan LongestSpread = TimeSpan.FromSeconds(1);

    private readonly GatewayOptions options;
    private readonly Installation installation;
    private readonly JournalWriter journal;
    private readonly HistoryDatabase history;
    private readonly TimeProvider plantClock;
    private readonly TimeProvider wallClock;
    private readonly ILogger<GatewayPipeline> logger;
    private readonly Channel<IReadOnlyList<Reading>> polled =
        Channel.CreateBounded<IReadOnlyList<Reading>>(new BoundedChannelOptions(MaxWaitingPolls) { SingleReader = true });
    private readonly List<IModbusClient> clients = [];
    private readonly Dictionary<InstalledLink, LinkPoller> pollers = new(ReferenceEqualityComparer.Instance);
    private readonly LatestValues latest;
    private readonly Recorder recorder;
    private readonly MqttPublisher? publisher;
    private readonly Outbox? outbox;
    private readonly HistoryFeed feed;
    private readonly DeviceWatch watch;
    private readonly StatusView view;

    private GatewayPipeline(
        GatewayOptions options, Installation installation, JournalWriter journal, HistoryDatabase history,
        TimeProvider plantClock, TimeProvider wallClock, ILoggerFactory logging, PcapngTrace? trace)
    {
        this.options = options;
        this.installation = installation;
        this.journal = journal;
        this.history = history;
        this.plantClock = plantClock;
        this.wallClock = wallClock;
        FirstToDeliver = journal.Cursor.Position;
        logger = logging.CreateLogger<GatewayPipeline>();
        latest = new LatestValues(installation.Catalog);
        var (ticks, misfits) = Recovery.Restore(journal, installation.Catalog, installation.Calculations, latest);
        foreach (var misfit in misfits)
        {
            Log.StateMisfits(logger, misfit.Calculation, misfit.Reason);
        }

        recorder = new Recorder(
            polled.Reader, installation.Calculations, journal, latest, () => view?.TakeTotals(), wallClock,
            logging.CreateLogger<Recorder>());
        if (options.Forward is { } forward)
        {
            var address = new GatewayAddress(options.Site, options.Gateway);
            publisher = new MqttPublisher(
                forward.Broker, new Topics(forward.Prefix), address, StatusPayloads.Plain, wallClock,
                new Random(journal.Epoch.GetHashCode()), logging.CreateLogger<MqttPublisher>());
            outbox = new Outbox(journal, installation.Catalog, address, publisher, wallClock, logging.CreateLogger<Outbox>());
        }

        feed = new HistoryFeed(journal, installation.Catalog, history, wallClock, logging.CreateLogger<HistoryFeed>());
        watch = new DeviceWatch(installation, history, plantClock, wallClock, logging.CreateLogger<DeviceWatch>());
        view = new StatusView(options, installation, journal, recorder, latest, publisher, outbox, Polling, plantClock);
        foreach (var link in installation.Links)
        {
            pollers.Add(link, PollerOf(link, trace, (double)pollers.Count / installation.Links.Count));
        }

        var devices = installation.Links.Sum(link => link.Devices.Count);
        Log.Started(logger, options.Site, options.Gateway, devices, installation.Links.Count, journal.CommittedEnd, ticks);
    }

    /// <summary>Journal entries that the bridge has not acknowledged.</summary>
    public long Undelivered => outbox is null ? 0 : journal.Cursor.Undelivered;

    /// <summary>The journal, for reading.</summary>
    public JournalWriter Journal => journal;

    /// <summary>The first entry that was not delivered when the journal was opened: from there on all is this run's to deliver.</summary>
    public long FirstToDeliver { get; }

    /// <summary>The series of this installation.</summary>
    public Catalog Catalog => installation.Catalog;

    /// <summary>Where the journal of an installation lies.</summary>
    public static string JournalFolder(GatewayOptions options) => Path.Combine(options.DataFolder, "journal");

    /// <summary>Opens what is on disk and brings the calculations to where they were.</summary>
    /// <param name="options">A checked configuration.</param>
    /// <param name="plantClock">Schedules polls and stamps readings; runs faster than real time in a simulation.</param>
    /// <param name="wallClock">Paces what does not concern the plant: disk and network.</param>
    /// <param name="logging">One line per change.</param>
    /// <param name="trace">Takes every frame on the links.</param>
    /// <exception cref="IOException">The data folder cannot be used; the message says why.</exception>
    public static GatewayPipeline Open(
        GatewayOptions options, TimeProvider plantClock, TimeProvider wallClock, ILoggerFactory logging, PcapngTrace? trace = null)
    {
        var installation = Installation.Of(options);
        var logger = logging.CreateLogger<GatewayPipeline>();
        var journalOptions = new JournalOptions
        {
            MaxBytes = options.JournalMaxBytes,
            OnDamage = damage => Log.JournalDamaged(logger, damage.ToString()),
        };
        var journal = JournalWriter.Open(
            JournalFolder(options), journalOptions, CatalogText.Write(installation.Catalog));
        try
        {
            Report(journal.Recovery, logger);
            var history = OpenHistory(Path.Combine(options.DataFolder, "history.db"), journal.Epoch);
            return new GatewayPipeline(options, installation, journal, history, plantClock, wallClock, logging, trace);
        }
        catch (FormatException fault)
        {
            journal.Dispose();
            throw new NamedFailure($"the journal in {JournalFolder(options)} was written by another version: {fault.Message} "
                + "Run that version, or move the folder away to begin a new journal.");
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>What the gateway knows of itself now.</summary>
    public Status.GatewayStatus Status() => view.Status();

    /// <summary>
    /// Its newest values as registers; gives addresses to the series that have none yet. Null where the map on disk cannot be used: to
    /// record is more than to be read.
    /// </summary>
    public RegisterImage? Registers()
    {
        try
        {
            var map = RegisterMapFile.Update(options.DataFolder, installation.Catalog);
            if (map.Left.Count > 0)
            {
                Log.RegistersAreFull(logger, map.Left.Count, map.Left[0]);
            }

            return new RegisterImage(map, installation.Catalog, latest, Health, plantClock);
        }
        catch (Exception fault) when (fault is NamedFailure or IOException or UnauthorizedAccessException)
        {
            Log.RegistersAreNotServed(logger, fault.Message);
            return null;
        }
    }

    /// <summary>Whether it does its job.</summary>
    public Health Health() => view.Health();

    /// <summary>
    /// Runs until stopped. Then polling ends, what was polled is recorded with a last checkpoint, and what is not yet delivered has
    /// <paramref name="drain"/> to go out; the rest goes out after the next start.
    /// </summary>
    public async Task RunAsync(TimeSpan drain, CancellationToken stop)
    {
        using var polling = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var delivering = new CancellationTokenSource();
        var parts = new PipelineParts(() =>
        {
            polling.Cancel();
            delivering.Cancel();
        });
        var links = Task.WhenAll(installation.Links.Select(link => parts.Run(pollers[link].RunAsync, polling.Token)));
        var recording = parts.Run(_ => recorder.RunAsync(), CancellationToken.None);
        var feeding = parts.Run(feed.RunAsync, delivering.Token);
        var watching = parts.Run(watch.RunAsync, delivering.Token);
        var publishing = publisher is null ? Task.CompletedTask : parts.Run(publisher.RunAsync, delivering.Token);
        var sending = outbox is null ? Task.CompletedTask : parts.Run(outbox.RunAsync, delivering.Token);

        await links;
        polled.Writer.Complete();
        await recording;
        await DrainAsync(drain, delivering.Token);
        await delivering.CancelAsync();
        await Task.WhenAll(feeding, watching, sending, publishing);
        if (!journal.Cursor.Save())
        {
            Log.CursorFault(logger, journal.Cursor.Fault!);
        }

        Log.Stopped(logger, journal.CommittedEnd, Undelivered);
        parts.ThrowIfFailed();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }

        history.Dispose();
        journal.Dispose();
    }

    private static void Report(JournalRecovery recovery, ILogger logger)
    {
        if (recovery.TailBytesCut > 0)
        {
            Log.TailCut(logger, recovery.TailBytesCut);
        }

        if (recovery.CursorFault is { } fault)
        {
            Log.CursorFault(logger, fault);
        }
    }

    private static HistoryDatabase OpenHistory(string path, ulong epoch)
    {
        try
        {
            return HistoryDatabase.Open(path, epoch, new HistoryOptions());
        }
        catch (SqliteException fault)
        {
            throw new NamedFailure(
                $"the history {path} cannot be opened: {fault.Message} Delete the file, it is rebuilt from the journal.");
        }
    }

    // The links' grids are spread over the first second, lest all of many links be due at once.
    private LinkPoller PollerOf(InstalledLink link, PcapngTrace? trace, double partOfSpread)
    {
        var client = link.Connect(ObserverPair.Of(link.Wire, link.Observe(trace)));
        clients.Add(client);
        var devices = link.Devices.Select(device => (device.Poller, device.Options.Interval)).ToList();
        var spread = Math.Min(LongestSpread.TotalSeconds, devices.Min(device => device.Interval.TotalSeconds));
        return new LinkPoller(
            link.Options.Name,
            client,
            devices,
            plantClock,
            polled.Writer,
            link.Options.DeadShare,
            phase: TimeSpan.FromSeconds(partOfSpread * spread));
    }

    private PollingStatus Polling(InstalledLink link) => PollingStatus.Of(pollers[link].Load);

    private async Task DrainAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        var step = TimeSpan.FromMilliseconds(50);
        for (var waited = TimeSpan.Zero; waited < longest && IsBehind() && !cancellationToken.IsCancellationRequested; waited += step)
        {
            await Task.Delay(step, wallClock, CancellationToken.None);
        }
    }

    private bool IsBehind() => Undelivered > 0 || history.LastSeq < journal.CommittedEnd - 1;
}
