using System.Threading.Channels;
using Gateway.Core;
using Gateway.Mqtt.Connections;
using Gateway.Mqtt.Sparkplug.Session;
using Microsoft.Extensions.Logging;
using MQTTnet;

namespace Gateway.Mqtt.Sparkplug;

/// <summary>
/// Publishes the live stream as a Sparkplug B edge node, beside the delivery that loses nothing: Sparkplug wants QoS 0, so what is on the
/// way when a connection breaks is lost here. It carries out what an <see cref="EdgeNodeSession"/> decides, at one broker at a time.
/// </summary>
public sealed class SparkplugPublisher
{
    /// <summary>Ticks that wait to be taken in, while a broker does not answer; beyond it the oldest go.</summary>
    public const int WaitingTicks = 1024;

    private const int WaitingMessages = 1024;
    private const int MostReportedTopics = 256;
    private static readonly TimeSpan GoodService = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<BrokerOptions> brokers;
    private readonly string clientId;
    private readonly BdSeqFile numbers;
    private readonly TimeProvider clock;
    private readonly Random random;
    private readonly ILogger logger;
    private readonly EdgeNodeSession session;
    private readonly Channel<SessionEvent.Received> messages = Channel.CreateBounded<SessionEvent.Received>(
        new BoundedChannelOptions(WaitingMessages) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly Channel<Offered> ticks;
    private readonly HashSet<string> refused = new(StringComparer.Ordinal);
    private readonly long started;
    private BrokerConnection? connection;
    private Task<string>? watching;
    private Plant offering;
    private Plant shown;
    private Offered? taken;
    private MqttVersion version;
    private TimeSpan connectAt;
    private TimeSpan connectedAt;
    private int failures;
    private string fault = "not yet connected";
    private long published;
    private long notPublished;
    private long ticksDropped;
    private volatile SparkplugStatus status;

    /// <summary>Creates a publisher; <see cref="RunAsync"/> connects it.</summary>
    /// <param name="brokers">In order of preference, at least one. Without a client id, <c>sparkplug-{group}-{node}</c> is used.</param>
    /// <param name="options">Who the node is.</param>
    /// <param name="catalog">What it reports.</param>
    /// <param name="known">Values from before the start.</param>
    /// <param name="numbers">Keeps the number of the connection.</param>
    /// <param name="clock">For time stamps, limits and pauses.</param>
    /// <param name="random">Draws the pauses between attempts to connect.</param>
    /// <param name="logger">One line per change of state.</param>
    public SparkplugPublisher(
        IReadOnlyList<BrokerOptions> brokers, SparkplugOptions options, Catalog catalog, IReadOnlyList<Reading> known, BdSeqFile numbers,
        TimeProvider clock, Random random, ILogger<SparkplugPublisher> logger)
    {
        this.brokers = brokers;
        this.numbers = numbers;
        this.clock = clock;
        this.random = random;
        this.logger = logger;
        clientId = $"sparkplug-{options.Group}-{options.Node}";
        offering = shown = new Plant(new NodeModel(catalog), known);
        session = new EdgeNodeSession(options, brokers.Count, shown.Model, shown.Known, numbers.Read());
        started = clock.GetTimestamp();
        ticks = Channel.CreateBounded<Offered>(
            new BoundedChannelOptions(WaitingTicks) { FullMode = BoundedChannelFullMode.DropOldest },
            dropped => Interlocked.Add(ref ticksDropped, dropped.Tick.Readings.Count + dropped.Tick.Results.Count));
        status = Snapshot();
    }

    /// <summary>How it stands.</summary>
    public SparkplugStatus Status => status;

    private Moment Now => new(clock.GetUtcNow(), clock.GetElapsedTime(started));

    /// <summary>Takes what was recorded. Never waits.</summary>
    public void Offer(Tick tick) => ticks.Writer.TryWrite(new Offered(tick, offering));

    /// <summary>Reports another plant from the next tick on; to be called by whoever offers the ticks.</summary>
    /// <param name="catalog">Continues the one before.</param>
    /// <param name="known">Values of its series from before.</param>
    public void Change(Catalog catalog, IReadOnlyList<Reading> known) => offering = new Plant(new NodeModel(catalog), known);

    /// <summary>Keeps the session until cancelled, and then takes leave.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Next() is { } happened)
                {
                    await HandleAsync(happened, cancellationToken);
                }
                else
                {
                    await WaitAsync(cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }

        await HandleAsync(new SessionEvent.Stop(), CancellationToken.None);
        Drop();
    }

    private SessionEvent? Next()
    {
        var now = Now.Uptime;
        if (watching is { IsCompleted: true })
        {
            fault = watching.Result;
            Log.SparkplugUnreachable(logger, brokers[session.Server].ToString(), fault);
            return new SessionEvent.ConnectionLost();
        }

        if (messages.Reader.TryRead(out var message))
        {
            return message;
        }

        if (session.Phase == SessionPhase.Offline && now >= connectAt)
        {
            return new SessionEvent.ConnectDue();
        }

        if (now >= session.Deadline)
        {
            return new SessionEvent.TimePassed();
        }

        return NextRecorded();
    }

    // The plant travels with its ticks, so that no reading meets a model that lacks its series, however many ticks were dropped between.
    private SessionEvent? NextRecorded()
    {
        if (taken is null && !ticks.Reader.TryRead(out taken))
        {
            return null;
        }

        if (taken.Plant != shown)
        {
            shown = taken.Plant;
            return new SessionEvent.Changed(shown.Model, shown.Known);
        }

        var tick = taken.Tick;
        taken = null;
        return new SessionEvent.Recorded([.. tick.Readings, .. tick.Results]);
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> any = [messages.Reader.WaitToReadAsync(end.Token).AsTask(), ticks.Reader.WaitToReadAsync(end.Token).AsTask()];
        var until = session.Phase == SessionPhase.Offline ? connectAt : session.Deadline;
        if (until is { } instant)
        {
            var left = instant - Now.Uptime;
            any.Add(Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, end.Token));
        }

        if (watching is not null)
        {
            any.Add(watching);
        }

        await Task.WhenAny(any);
        await end.CancelAsync();
    }

    // A connection made, or not, is an event in its turn.
    private async Task HandleAsync(SessionEvent happened, CancellationToken cancellationToken)
    {
        for (SessionEvent? next = happened; next is not null;)
        {
            var before = (session.Phase, session.Server);
            var actions = session.Handle(next, Now);
            NotePhase(before);
            next = null;
            foreach (var action in actions)
            {
                next = await CarryOutAsync(action, cancellationToken) ?? next;
            }

            if (session.Phase == SessionPhase.Offline && connection is not null)
            {
                Drop();
            }
        }

        status = Snapshot();
    }

    private async Task<SessionEvent?> CarryOutAsync(SessionAction action, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case SessionAction.Connect connect:
                numbers.Save(session.NextBdSeq);
                return await ConnectAsync(connect, cancellationToken);
            case SessionAction.Subscribe subscribe:
                return await SubscribeAsync(subscribe, cancellationToken);
            case SessionAction.Publish publish:
                await PublishAsync(publish.Message, cancellationToken);
                return null;
            case SessionAction.Disconnect leave:
                await LeaveAsync(leave.IsDead);
                return null;
            case SessionAction.Refuse refuse:
                NoteRefused(refuse);
                return null;
            default:
                throw new InvalidOperationException($"No way to carry out {action}.");
        }
    }

    private async Task<SessionEvent> ConnectAsync(SessionAction.Connect connect, CancellationToken cancellationToken)
    {
        var broker = brokers[connect.Server];
        var id = broker.ClientId ?? clientId;
        version = broker.Version;
        connection = WillConnection.Create(broker, clock, (topic, payload) =>
            messages.Writer.TryWrite(new SessionEvent.Received(topic, payload)));
        if (await WillConnection.OpenAsync(connection, broker, id, connect.Will, cancellationToken) is { } refusal)
        {
            return Failed(refusal);
        }

        connectedAt = Now.Uptime;
        watching = connection.WatchAsync(CancellationToken.None);
        Log.SparkplugConnected(logger, broker.ToString(), id, unchecked((byte)(session.NextBdSeq - 1)));
        return new SessionEvent.Connected();
    }

    private async Task<SessionEvent> SubscribeAsync(SessionAction.Subscribe subscribe, CancellationToken cancellationToken)
    {
        foreach (var filter in subscribe.Filters)
        {
            if (await WillConnection.SubscribeAsync(connection!, filter, cancellationToken) is { } refusal)
            {
                return Failed(refusal);
            }
        }

        return new SessionEvent.Subscribed();
    }

    private async Task PublishAsync(SparkplugMessage message, CancellationToken cancellationToken)
    {
        var verdict = await WillConnection.PublishAsync(connection!, message, cancellationToken);
        if (verdict.Next == PublishNext.Accepted)
        {
            published++;
            return;
        }

        notPublished++;
        if (verdict.Next == PublishNext.TooLarge)
        {
            Log.SparkplugNotPublished(logger, message.Topic, verdict.Reason);
        }
    }

    // A good-bye of MQTT 3.1.1 has the broker forget the will; where that must tell the death, the closing socket does.
    private async Task LeaveAsync(bool isDead)
    {
        if (version == MqttVersion.V5)
        {
            await connection!.CloseAsync(MqttClientDisconnectOptionsReason.DisconnectWithWillMessage);
        }
        else if (isDead)
        {
            await connection!.CloseAsync();
        }
    }

    private SessionEvent.ConnectFailed Failed(string reason)
    {
        if (reason != fault)
        {
            Log.SparkplugUnreachable(logger, brokers[session.Server].ToString(), reason);
        }

        fault = reason;
        return new SessionEvent.ConnectFailed();
    }

    // Closing the socket has the broker publish the will, if no good-bye went before.
    private void Drop()
    {
        if (connection is null)
        {
            return;
        }

        var servedWell = watching is not null && Now.Uptime - connectedAt >= GoodService && !connection.TakenOver;
        failures = servedWell ? 0 : failures + 1;
        connectAt = Now.Uptime + Backoff.Pause(failures, brokers[session.Server].LongestPause, random);
        connection.Dispose();
        connection = null;
        watching = null;
        while (messages.Reader.TryRead(out _))
        {
            // What an old connection brought says nothing of the next one.
        }
    }

    private void NotePhase((SessionPhase Phase, int Server) before)
    {
        if (session.Phase == before.Phase)
        {
            return;
        }

        if (session.Phase is SessionPhase.Waiting or SessionPhase.Online && before.Phase != SessionPhase.RebirthDue)
        {
            fault = string.Empty;
            var phase = session.Phase == SessionPhase.Online ? "born" : "waiting for the primary host";
            Log.SparkplugPhase(logger, phase, brokers[session.Server].ToString());
        }
        else if (session.Phase == SessionPhase.Offline && before.Phase is SessionPhase.Online or SessionPhase.RebirthDue
            && watching is { IsCompleted: false })
        {
            fault = "the primary host is offline";
            Log.SparkplugPhase(logger, "left, the primary host is offline", brokers[before.Server].ToString());
        }
    }

    private void NoteRefused(SessionAction.Refuse refuse)
    {
        if (refused.Count < MostReportedTopics && refused.Add(refuse.Topic))
        {
            Log.SparkplugWriteRefused(logger, refuse.Metric, refuse.Topic);
        }
    }

    private SparkplugStatus Snapshot()
    {
        var isOnline = session.Phase is SessionPhase.Online or SessionPhase.RebirthDue;
        return new SparkplugStatus(
            brokers[session.Server].ToString(), isOnline, isOnline ? string.Empty : fault, session.Births, published, notPublished,
            session.Waiting, session.Dropped + Interlocked.Read(ref ticksDropped), session.Malformed);
    }

    private sealed record Offered(Tick Tick, Plant Plant);

    private sealed record Plant(NodeModel Model, IReadOnlyList<Reading> Known);
}
