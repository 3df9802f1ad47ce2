using Gateway.Configuration;
using Gateway.Core;
using Gateway.Journal;
using Gateway.Mqtt.Sparkplug;

namespace Gateway.Pipeline;

/// <summary>
/// Shows the live stream to Sparkplug hosts, where that is configured. Another broker takes another session: the one before says good-bye,
/// then the next is born. Other devices are the same session's to tell.
/// </summary>
internal sealed class SparkplugShow
{
    private readonly JournalWriter journal;
    private readonly LatestValues latest;
    private readonly BdSeqFile numbers;
    private readonly TimeProvider wallClock;
    private readonly ILoggerFactory logging;
    private volatile Session session;

    public SparkplugShow(
        string dataFolder, JournalWriter journal, LatestValues latest, Catalog catalog, ForwardOptions? forward, TimeProvider wallClock,
        ILoggerFactory logging)
    {
        this.journal = journal;
        this.latest = latest;
        this.wallClock = wallClock;
        this.logging = logging;
        numbers = new BdSeqFile(Path.Combine(dataFolder, "sparkplug-bdseq"), logging.CreateLogger<BdSeqFile>());
        session = With(forward, catalog);
    }

    /// <summary>Null where nothing is shown.</summary>
    public SparkplugStatus? Status => session.Publisher?.Status;

    /// <summary>Takes what was recorded. Never waits.</summary>
    public void Offer(Tick tick) => session.Publisher?.Offer(tick);

    /// <summary>Goes on with another configuration, if it is another; to be called between two ticks.</summary>
    public void Change(ForwardOptions? forward, Catalog catalog)
    {
        if (forward?.Text == session.Forward?.Text)
        {
            session.Publisher?.Change(catalog, Known(catalog));
            return;
        }

        var before = session;
        session = With(forward, catalog);
        before.Left.Cancel();
    }

    /// <summary>Shows until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var taken = session;
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, taken.Left.Token);
            await (taken.Publisher is { } publisher ? publisher.RunAsync(ending.Token) : UntilAsync(ending.Token));
        }
    }

    private async Task UntilAsync(CancellationToken ended)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, wallClock, ended);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Something is to be shown now, or all ends.
        }
    }

    private Session With(ForwardOptions? forward, Catalog catalog)
    {
        if (forward?.Sparkplug is not { } options)
        {
            return new Session(forward, null);
        }

        return new Session(forward, new SparkplugPublisher(
            options.Brokers, options.Options, catalog, Known(catalog), numbers, wallClock,
            new Random(journal.Epoch.GetHashCode()), logging.CreateLogger<SparkplugPublisher>()));
    }

    private IReadOnlyList<Reading> Known(Catalog catalog) =>
        [.. Enumerable.Range(0, catalog.Count).Select(latest.Of).Where(reading => reading.Quality != Quality.NoData)];

    private sealed record Session(ForwardOptions? Forward, SparkplugPublisher? Publisher)
    {
        public CancellationTokenSource Left { get; } = new();
    }
}
