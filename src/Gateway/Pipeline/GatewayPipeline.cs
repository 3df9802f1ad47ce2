using System.Threading.Channels;
using Gateway.Configuration;
using Gateway.Core;
using Gateway.Devices;
using Gateway.History;
using Gateway.Journal;
using Gateway.Journal.Ledger;
using Gateway.Modbus;
using Gateway.Mqtt;
using Gateway.Northbound;
using Gateway.Status;
using Microsoft.Data.Sqlite;

namespace Gateway.Pipeline;

/// <summary>The running gateway: its parts, wired in the order in which data pass through them.</summary>
internal sealed class GatewayPipeline : IDisposable
{
    /// <summary>Polls that wait for the recorder; at the bound the pollers wait.</summary>
    private const int MaxWaitingPolls = 1024;

    private readonly GatewayOptions options;
    private readonly JournalWriter journal;
    private readonly HistoryDatabase history;
    private readonly PlantTime time;
    private readonly TimeProvider wallClock;
    private readonly ILogger<GatewayPipeline> logger;
    private readonly Channel<IReadOnlyList<Reading>> polled =
        Channel.CreateBounded<IReadOnlyList<Reading>>(new BoundedChannelOptions(MaxWaitingPolls) { SingleReader = true });
    private readonly Channel<PendingChange> changes = Channel.CreateBounded<PendingChange>(1);
    private readonly LatestValues latest;
    private readonly Polling polling;
    private readonly Recorder recorder;
    private readonly Delivery delivery;
    private readonly SparkplugShow show;
    private readonly HistoryFeed feed;
    private readonly LedgerWriter ledger;
    private readonly LedgerFeed ledgerFeed;
    private readonly JournalAge? age;
    private readonly EventNotes notes;
    private readonly DeviceWatch watch;
    private readonly StatusView view;
    private volatile Installation installation;

    private GatewayPipeline(
        GatewayOptions options, Installation installation, JournalWriter journal, HistoryDatabase history, LedgerWriter ledger,
        TimeProvider plantClock, TimeProvider wallClock, ILoggerFactory logging, PcapngTrace? trace)
    {
        this.options = options;
        this.installation = installation;
        this.journal = journal;
        this.history = history;
        this.ledger = ledger;
        this.wallClock = wallClock;
        FirstToDeliver = journal.Cursor.Position;
        logger = logging.CreateLogger<GatewayPipeline>();
        latest = new LatestValues(installation.Catalog);
        var (ticks, misfits, newest) = Recovery.Restore(journal, installation.Catalog, installation.Calculations, latest);
        foreach (var misfit in misfits)
        {
            Log.StateMisfits(logger, misfit.Calculation, misfit.Reason);
        }

        time = new PlantTime(
            plantClock, newest, installation.Clock, options.HasNtp ? KernelClock.IsSynchronised : () => null, NoteClock);
        notes = new EventNotes(history, time, logging.CreateLogger<EventNotes>());
        recorder = new Recorder(
            polled.Reader, installation.Calculations, journal, latest, Committed, options.Storage.CommitInterval, time, wallClock,
            logging.CreateLogger<Recorder>());
        polling = new Polling(time.Steady, polled.Writer, trace);
        var address = new GatewayAddress(options.Site, options.Gateway);
        delivery = new Delivery(journal, installation.Catalog, address, options.Forward, notes, wallClock, logging);
        show = new SparkplugShow(options.DataFolder, journal, latest, installation.Catalog, options.Forward, wallClock, logging);
        ledgerFeed = new LedgerFeed(journal, installation.Catalog, ledger, wallClock, logging.CreateLogger<LedgerFeed>());
        age = options.Storage.JournalMaxAge is { } longest ? new JournalAge(journal, installation.Catalog, longest) : null;
        feed = new HistoryFeed(journal, installation.Catalog, history, wallClock, logging.CreateLogger<HistoryFeed>());
        watch = new DeviceWatch(() => this.installation, notes, wallClock, logging.CreateLogger<DeviceWatch>());
        view = new StatusView(installation, journal, recorder, latest, delivery, show, polling, time);
        var devices = installation.Links.Sum(link => link.Devices.Count);
        Log.Started(logger, options.Site, options.Gateway, devices, installation.Links.Count, journal.CommittedEnd, ticks);
    }

    /// <summary>Journal entries that the bridge has not acknowledged.</summary>
    public long Undelivered => delivery.Current is null ? 0 : journal.Cursor.Undelivered;

    /// <summary>The journal, for reading.</summary>
    public JournalWriter Journal => journal;

    /// <summary>The first entry that was not delivered when the journal was opened: from there on all is this run's to deliver.</summary>
    public long FirstToDeliver { get; }

    /// <summary>The series of this installation.</summary>
    public Catalog Catalog => installation.Catalog;

    /// <summary>Where the journal of an installation lies.</summary>
    public static string JournalFolder(GatewayOptions options) => Path.Combine(options.DataFolder, "journal");

    /// <summary>Where its ledger lies.</summary>
    public static string LedgerFolder(GatewayOptions options) => Path.Combine(options.DataFolder, "ledger");

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
            MaxBytes = options.Storage.JournalMaxBytes,
            Durability = options.Storage.Durability,
            OnDamage = damage => Log.JournalDamaged(logger, damage.ToString()),
        };
        var journal = JournalWriter.Open(
            JournalFolder(options), journalOptions, CatalogText.Write(installation.Catalog));
        try
        {
            Report(journal.Recovery, logger);
            var history = OpenHistory(Path.Combine(options.DataFolder, "history.db"), journal.Epoch);
            var ledger = LedgerWriter.Open(LedgerFolder(options));
            return new GatewayPipeline(options, installation, journal, history, ledger, plantClock, wallClock, logging, trace);
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

            return new RegisterImage(map, installation.Catalog, latest, Health, time);
        }
        catch (Exception fault) when (fault is NamedFailure or IOException or UnauthorizedAccessException)
        {
            Log.RegistersAreNotServed(logger, fault.Message);
            return null;
        }
    }

    /// <summary>Whether it does its job.</summary>
    public Health Health() => view.Health();

    /// <summary>Writes down that something happened.</summary>
    public void Note(string kind, string subject, string text) => notes.Note(kind, subject, text);

    /// <summary>
    /// Runs another configuration from here on, without a gap in what is the same in both. Links that are not in it any more, or not as
    /// they were, end after the polls they have under way; then a tick marks the change in the journal; then what is new begins. So each
    /// entry before that tick was polled and computed under the one configuration, and each after it under the other.
    /// </summary>
    /// <param name="next">Checked; of the same site, gateway and data folder.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <returns>What has changed.</returns>
    /// <exception cref="NamedFailure">It cannot run in the place of this one; nothing has changed.</exception>
    public async Task<string> ChangeAsync(GatewayOptions next, CancellationToken cancellationToken)
    {
        var change = new InstallationChange(installation, Changed(next));
        if (CatalogText.Write(change.Next.Catalog).Length > JournalWriter.MaxPreambleLength)
        {
            throw new NamedFailure("so many series have come and gone that the journal cannot list them any more: restart the gateway");
        }

        var pending = new PendingChange(change);
        await changes.Writer.WriteAsync(pending, cancellationToken);
        await pending.Done.Task.WaitAsync(cancellationToken);
        return change.Text;
    }

    /// <summary>
    /// Runs until stopped. Then polling ends, what was polled is recorded with a last checkpoint, and what is not yet delivered has
    /// <paramref name="drain"/> to go out; the rest goes out after the next start.
    /// </summary>
    public async Task RunAsync(TimeSpan drain, CancellationToken stop)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var delivering = new CancellationTokenSource();
        var parts = new PipelineParts(() =>
        {
            reading.Cancel();
            delivering.Cancel();
        });
        var links = parts.Run(token => PollAsync(parts, token), reading.Token);
        var recording = parts.Run(_ => recorder.RunAsync(), CancellationToken.None);
        var feeding = parts.Run(feed.RunAsync, delivering.Token);
        var entering = parts.Run(ledgerFeed.RunAsync, delivering.Token);
        var watching = parts.Run(watch.RunAsync, delivering.Token);
        var sending = parts.Run(delivery.RunAsync, delivering.Token);
        var showing = parts.Run(show.RunAsync, delivering.Token);

        await links;
        polled.Writer.Complete();
        await recording;
        await DrainAsync(drain, delivering.Token);
        await delivering.CancelAsync();
        await Task.WhenAll(feeding, entering, watching, sending, showing);
        if (!journal.Cursor.Save())
        {
            Log.CursorFault(logger, journal.Cursor.Fault!);
        }

        Log.Stopped(logger, journal.CommittedEnd, Undelivered);
        parts.ThrowIfFailed();
    }

    public void Dispose()
    {
        history.Dispose();
        ledger.Dispose();
        journal.Dispose();
    }

    private void NoteClock(string kind, string text)
    {
        Log.OfClock(logger, text);
        notes.Note(kind, "clock", text);
    }

    private void Committed(Tick tick)
    {
        view?.TakeTotals();
        show?.Offer(tick);
        if (age?.Apply(wallClock.GetUtcNow()) is { } fault)
        {
            Log.RetentionFails(logger, fault);
        }
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

    private Installation Changed(GatewayOptions next)
    {
        try
        {
            return installation.ChangedTo(next);
        }
        catch (ArgumentException fault)
        {
            throw new NamedFailure(fault.Message);
        }
    }

    private async Task PollAsync(PipelineParts parts, CancellationToken stop)
    {
        try
        {
            polling.Begin([.. installation.Links.Select(link => (link, (LinkPoller?)null))], parts, stop);
            await foreach (var pending in changes.Reader.ReadAllAsync(stop))
            {
                await CarryOutAsync(pending.Change, parts, stop);
                pending.Done.SetResult();
            }
        }
        finally
        {
            await polling.EndAsync();
        }
    }

    private async Task CarryOutAsync(InstallationChange change, PipelineParts parts, CancellationToken stop)
    {
        var ended = await polling.EndAsync(change.Ended);
        var next = new InstallationSwitch(change.Next, () =>
        {
            installation = change.Next;
            view.Use(change.Next);
            show.Change(change.Next.Options.Forward, change.Next.Catalog);
        });
        await polled.Writer.WriteAsync(next, stop);
        await next.Done.WaitAsync(stop);
        polling.Begin([.. change.Begun.Select(begun => (begun.Link, begun.SuccessorOf is { } before ? ended[before] : null))], parts, stop);
        delivery.Change(change.Next.Options.Forward);
    }

    private async Task DrainAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        var step = TimeSpan.FromMilliseconds(50);
        for (var waited = TimeSpan.Zero; waited < longest && IsBehind() && !cancellationToken.IsCancellationRequested; waited += step)
        {
            await Task.Delay(step, wallClock, CancellationToken.None);
        }
    }

    private bool IsBehind() => Undelivered > 0 || Math.Min(history.LastSeq, ledgerFeed.LastSeq) < journal.CommittedEnd - 1;

    private sealed record PendingChange(InstallationChange Change)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
