using Gateway.Configuration;
using Gateway.Core;
using Gateway.Journal;
using Gateway.Mqtt;

namespace Gateway.Pipeline;

/// <summary>
/// The way out: a publisher and the outbox that feeds it, or neither. Another broker takes another pair; nothing is lost between
/// them, because each begins where the journal's cursor stands.
/// </summary>
internal sealed class Delivery
{
    private readonly JournalWriter journal;
    private readonly Catalog catalog;
    private readonly GatewayAddress address;
    private readonly EventNotes notes;
    private readonly TimeProvider wallClock;
    private readonly ILoggerFactory logging;
    private volatile Way way;

    public Delivery(
        JournalWriter journal, Catalog catalog, GatewayAddress address, ForwardOptions? forward, EventNotes notes, TimeProvider wallClock,
        ILoggerFactory logging)
    {
        this.journal = journal;
        this.catalog = catalog;
        this.address = address;
        this.notes = notes;
        this.wallClock = wallClock;
        this.logging = logging;
        way = To(forward);
    }

    /// <summary>Null where data stay here.</summary>
    public (MqttPublisher Publisher, Outbox Outbox)? Current => way.Pair;

    /// <summary>Takes another way from here on; the same way goes on undisturbed. The counters of another way begin at 0.</summary>
    public void Change(ForwardOptions? forward)
    {
        if (forward?.Text != way.Forward?.Text)
        {
            var before = way;
            way = To(forward);
            before.Left.Cancel();
        }
    }

    /// <summary>Delivers until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var taken = way;
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, taken.Left.Token);
            try
            {
                await (taken.Pair is { } pair
                    ? PipelineParts.TogetherAsync(ending.Token, pair.Publisher.RunAsync, pair.Outbox.RunAsync)
                    : Task.Delay(Timeout.InfiniteTimeSpan, wallClock, ending.Token));
            }
            catch (OperationCanceledException) when (taken.Left.IsCancellationRequested)
            {
                // Left for another way.
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private Way To(ForwardOptions? forward)
    {
        if (forward is null)
        {
            return new Way(null, null);
        }

        var publisher = new MqttPublisher(
            forward.Broker, new Topics(forward.Prefix), address, StatusPayloads.Plain, wallClock,
            new Random(journal.Epoch.GetHashCode()), logging.CreateLogger<MqttPublisher>());
        var outbox = new Outbox(
            journal, catalog, address, forward.BacklogShare, publisher, notes, wallClock, logging.CreateLogger<Outbox>());
        return new Way(forward, (publisher, outbox));
    }

    private sealed record Way(ForwardOptions? Forward, (MqttPublisher Publisher, Outbox Outbox)? Pair)
    {
        public CancellationTokenSource Left { get; } = new();
    }
}
