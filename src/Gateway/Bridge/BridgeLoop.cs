using System.Text;
using Gateway.Influx;
using Gateway.Mqtt;
using Gateway.Pipeline;
using Gateway.Status;

namespace Gateway.Bridge;

/// <summary>
/// Takes messages from the broker, writes them to the database and acknowledges them to their gateways once they are durable there. It
/// keeps nothing: whatever happens to it, what was not acknowledged is sent again.
/// </summary>
internal sealed class BridgeLoop
{
    private static readonly TimeSpan LookForHoles = TimeSpan.FromSeconds(10);

    private readonly MqttSubscriber subscriber;
    private readonly BridgeSettings settings;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly BatchWriter batches;
    private readonly WritePauses pauses;
    private readonly HoleWatch? holes;
    private readonly DateTimeOffset startedAt;
    private volatile string refusal = string.Empty;
    private long batchesStored;
    private long linesStored;
    private long linesRejected;
    private long retries;

    /// <summary>Creates a bridge; <see cref="RunAsync"/> connects it.</summary>
    /// <param name="subscriber">Where messages come from.</param>
    /// <param name="database">Where their points go.</param>
    /// <param name="settings">How it works.</param>
    /// <param name="random">For the pauses.</param>
    /// <param name="clock">For pauses, batches and what the status tells.</param>
    /// <param name="logger">One line per change.</param>
    public BridgeLoop(
        MqttSubscriber subscriber, IPointWriter database, BridgeSettings settings, Random random, TimeProvider clock,
        ILogger<BridgeLoop> logger)
    {
        this.subscriber = subscriber;
        this.settings = settings;
        this.clock = clock;
        this.logger = logger;
        batches = new BatchWriter(database, settings.MostLines);
        pauses = new WritePauses(random);
        holes = settings.HolesAfter is { } patience ? new HoleWatch(patience, clock, logger) : null;
        startedAt = clock.GetUtcNow();
    }

    /// <summary>Points the database refused for good since start.</summary>
    public long LinesRejected => Interlocked.Read(ref linesRejected);

    /// <summary>Writes and acknowledges until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        PipelineParts.TogetherAsync(cancellationToken, subscriber.RunAsync, WriteAsync, LookForHolesAsync);

    /// <summary>What it knows of itself.</summary>
    public BridgeStatus Status() => new(
        ProductVersion.Text,
        startedAt,
        clock.GetUtcNow(),
        new BrokerStatus(subscriber.IsConnected, subscriber.Fault),
        subscriber.Counters,
        new DatabaseStatus(
            refusal.Length == 0, refusal, Interlocked.Read(ref batchesStored), Interlocked.Read(ref linesStored), LinesRejected,
            Interlocked.Read(ref retries)),
        holes?.Status());

    /// <summary>Healthy while the broker is there and the database takes what comes.</summary>
    public Health Health() =>
        !subscriber.IsConnected ? new Health(false, $"no broker: {subscriber.Fault}")
        : refusal.Length > 0 ? new Health(false, $"the database takes nothing: {refusal}")
        : new Health(true, "ok");

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var collector = new MessageCollector(subscriber.Messages, settings, subscriber.MostMessages, clock);
        var batch = new List<ReceivedMessage>();
        while (await collector.CollectAsync(batch, cancellationToken))
        {
            await StoreAsync(batch, cancellationToken);
            batch.Clear();
        }
    }

    private async Task StoreAsync(List<ReceivedMessage> batch, CancellationToken cancellationToken)
    {
        while (batch.Count > 0)
        {
            var outcome = await batches.WriteAsync([.. batch.Select(message => message.Message.Payload)], cancellationToken);
            if (outcome.Settled > 0)
            {
                await AcknowledgeAsync(batch, outcome, cancellationToken);
                pauses.Reset();
            }

            if (batch.Count > 0)
            {
                Refused(outcome.Verdict.Reason);
                await Task.Delay(pauses.Next(outcome.Verdict.RetryAfter), clock, cancellationToken);
            }
        }

        Interlocked.Increment(ref batchesStored);
        if (refusal.Length > 0)
        {
            refusal = string.Empty;
            Log.DatabaseAccepts(logger);
        }
    }

    private async Task AcknowledgeAsync(List<ReceivedMessage> batch, BatchOutcome outcome, CancellationToken cancellationToken)
    {
        var settled = batch[..outcome.Settled];
        var lines = settled.Sum(message => BatchWriter.LinesIn(message.Message.Payload.Span));
        Interlocked.Add(ref linesStored, lines - outcome.Rejected.Count);
        var rejected = Report(batch, outcome.Rejected);
        holes?.Note(settled.Select(message => message.Message));
        await subscriber.AcknowledgeAsync(settled, rejected, cancellationToken);
        batch.RemoveRange(0, outcome.Settled);
    }

    private void Refused(string reason)
    {
        Interlocked.Increment(ref retries);
        if (refusal.Length == 0)
        {
            Log.DatabaseRefuses(logger, reason);
        }

        refusal = reason.Length > 0 ? reason : "no reason given";
    }

    private async Task LookForHolesAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookForHoles, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            holes?.Look();
        }
    }

    private List<(DataMessage Message, RejectedPoint Point)> Report(List<ReceivedMessage> batch, IReadOnlyList<RejectedLine> rejected)
    {
        Interlocked.Add(ref linesRejected, rejected.Count);
        var points = rejected.Select(line => (
            batch[line.Payload].Message,
            RejectedPoint.Of(batch[line.Payload].Message.Seq, line.Reason, Encoding.UTF8.GetString(line.Line.Span)))).ToList();
        foreach (var (message, point) in points)
        {
            Log.LineRejected(logger, message.Address.ToString(), point.Reason, point.Line);
        }

        return points;
    }
}
