using Gateway.Core;

namespace Gateway.Mqtt.Sparkplug.Session;

/// <summary>
/// An edge node's session as Sparkplug 3.0.0 wants it: events in, actions out, and nothing else. It knows no network and no clock, so that
/// every rule of the specification can be tested on it.
/// </summary>
internal sealed class EdgeNodeSession
{
    /// <summary>Births follow each other no faster, however many hosts ask for one.</summary>
    public static readonly TimeSpan ShortestBirthInterval = TimeSpan.FromSeconds(5);

    /// <summary>So long a broker has to tell of the primary host before the next one is tried.</summary>
    public static readonly TimeSpan HostStateTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The pause between two portions of the backlog, so that live values go between them.</summary>
    public static readonly TimeSpan BacklogInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Metrics in one DDATA.</summary>
    public const int MostMetrics = 500;

    private const int BacklogMessagesAtATime = 4;

    private readonly SparkplugTopics topics;
    private readonly NodeDevices devices;
    private readonly Backlog backlog;
    private readonly long?[] hostTimestamps;
    private readonly List<SessionAction> actions = [];
    private NodeMetric[] toldOfNode = [];
    private bool? isHostOnline;
    private byte bdSeq;
    private byte seq;
    private TimeSpan lastBirth;
    private TimeSpan wakeAt;

    /// <param name="options">Who the node is.</param>
    /// <param name="servers">How many brokers there are to choose from, at least 1.</param>
    /// <param name="model">What it reports.</param>
    /// <param name="known">Values from before the start, results for instance.</param>
    /// <param name="firstBdSeq">The number of its first connection: one more than that of the last before, or 0.</param>
    public EdgeNodeSession(SparkplugOptions options, int servers, NodeModel model, IReadOnlyList<Reading> known, byte firstBdSeq)
    {
        topics = new SparkplugTopics(options);
        devices = new NodeDevices(model, known);
        backlog = new Backlog(devices, options.BufferValues);
        hostTimestamps = new long?[servers];
        NextBdSeq = firstBdSeq;
    }

    /// <summary>How far it has come.</summary>
    public SessionPhase Phase { get; private set; }

    /// <summary>The broker in use, or next to be tried.</summary>
    public int Server { get; private set; }

    /// <summary>The number of the next connection, 0 to 255 and round again.</summary>
    public byte NextBdSeq { get; private set; }

    /// <summary>Values that wait until somebody listens.</summary>
    public int Waiting => backlog.Count;

    /// <summary>Values given up because nobody listened for too long.</summary>
    public long Dropped => backlog.Dropped;

    /// <summary>Births since start.</summary>
    public long Births { get; private set; }

    /// <summary>Incoming messages that were none of those expected.</summary>
    public long Malformed { get; private set; }

    /// <summary>When to say <see cref="SessionEvent.TimePassed"/>, in uptime; null when only events matter.</summary>
    public TimeSpan? Deadline => Phase switch
    {
        SessionPhase.RebirthDue => lastBirth + ShortestBirthInterval,
        SessionPhase.Waiting when hostTimestamps.Length > 1 => wakeAt,
        SessionPhase.Online when backlog.Next() is not null => wakeAt,
        _ => null,
    };

    private bool IsConnected => Phase is SessionPhase.Subscribing or SessionPhase.Waiting or SessionPhase.Online or SessionPhase.RebirthDue;

    private bool WasBorn => Phase is SessionPhase.Online or SessionPhase.RebirthDue;

    /// <summary>Takes an event in and says what is to be done.</summary>
    public IReadOnlyList<SessionAction> Handle(SessionEvent happened, Moment now)
    {
        actions.Clear();
        switch (happened)
        {
            case SessionEvent.Recorded recorded:
                Take(recorded.Readings, now);
                break;
            case SessionEvent.Changed changed:
                Change(changed.Model, changed.Known, now);
                break;
            case SessionEvent.Received received:
                Hear(received.Topic, received.Payload, now);
                break;
            case SessionEvent.TimePassed:
                PassTime(now);
                break;
            case SessionEvent.Stop:
                Leave(SessionPhase.Stopped);
                break;
            case SessionEvent.ConnectDue when Phase == SessionPhase.Offline:
                Connect();
                break;
            case SessionEvent.Connected when Phase == SessionPhase.Connecting:
                Phase = SessionPhase.Subscribing;
                actions.Add(new SessionAction.Subscribe(
                    topics.HostState is { } state
                        ? [state, topics.NodeCommand, topics.DeviceCommands]
                        : [topics.NodeCommand, topics.DeviceCommands]));
                break;
            case SessionEvent.Subscribed when Phase == SessionPhase.Subscribing:
                Enter(now);
                break;
            case SessionEvent.ConnectFailed when Phase is SessionPhase.Connecting || IsConnected:
                GoOffline();
                Walk();
                break;
            case SessionEvent.ConnectionLost when IsConnected:
                GoOffline();
                break;
        }

        return [.. actions];
    }

    private void Connect()
    {
        Phase = SessionPhase.Connecting;
        isHostOnline = null;
        bdSeq = NextBdSeq;
        NextBdSeq = unchecked((byte)(NextBdSeq + 1));
        actions.Add(new SessionAction.Connect(Server, Death()));
    }

    private void Enter(Moment now)
    {
        Phase = SessionPhase.Waiting;
        wakeAt = now.Uptime + HostStateTimeout;
        if (topics.HostState is null || isHostOnline == true)
        {
            BeBorn(now);
        }
        else if (isHostOnline == false)
        {
            LeaveUnlessItIsTheOnlyServer();
        }
    }

    private void Hear(string topic, ReadOnlyMemory<byte> payload, Moment now)
    {
        if (!IsConnected)
        {
            return;
        }

        if (topic == topics.HostState && HostState.Read(payload.Span) is { } state)
        {
            Hear(state, now);
        }
        else if ((topic == topics.NodeCommand || topics.IsDeviceCommand(topic)) && HostCommand.Read(payload) is { } command)
        {
            actions.AddRange(command.Writes.Select(metric => new SessionAction.Refuse(topic, metric)));
            if (command.Rebirth && topic == topics.NodeCommand && Phase == SessionPhase.Online)
            {
                BeBornAgain(now);
            }
        }
        else
        {
            Malformed++;
        }
    }

    private void Hear(HostState state, Moment now)
    {
        if (state.Timestamp < hostTimestamps[Server])
        {
            return;
        }

        hostTimestamps[Server] = state.Timestamp;
        isHostOnline = state.Online;
        if (state.Online && Phase == SessionPhase.Waiting)
        {
            BeBorn(now);
        }
        else if (!state.Online && WasBorn)
        {
            Leave(SessionPhase.Offline);
            Walk();
        }
        else if (!state.Online && Phase == SessionPhase.Waiting)
        {
            LeaveUnlessItIsTheOnlyServer();
        }
    }

    // Nothing is gained by leaving the only broker: the news that the host is back comes from there.
    private void LeaveUnlessItIsTheOnlyServer()
    {
        if (hostTimestamps.Length > 1)
        {
            Leave(SessionPhase.Offline);
            Walk();
        }
    }

    private void BeBornAgain(Moment now)
    {
        if (now.Uptime - lastBirth >= ShortestBirthInterval)
        {
            BeBorn(now);
        }
        else
        {
            Phase = SessionPhase.RebirthDue;
        }
    }

    private void BeBorn(Moment now)
    {
        Phase = SessionPhase.Online;
        Births++;
        lastBirth = now.Uptime;
        seq = 0;
        toldOfNode = NodeMetrics();
        Publish(topics.NodeBirth, PayloadWriter.NodeBirth(now.Utc, bdSeq, toldOfNode));
        foreach (var device in devices.All)
        {
            device.IsBorn = false;
            if (device.IsAnswering)
            {
                BeBorn(device, now);
            }
        }

        wakeAt = now.Uptime + BacklogInterval;
    }

    private void BeBorn(DeviceState device, Moment now)
    {
        Publish(topics.DeviceBirth(device.Model.Id), PayloadWriter.DeviceBirth(now.Utc, NextSeq(), device.Current));
        device.IsBorn = true;
    }

    private void Die(DeviceState device, Moment now)
    {
        Publish(topics.DeviceDeath(device.Model.Id), PayloadWriter.DeviceDeath(now.Utc, NextSeq()));
        device.IsBorn = false;
    }

    // The node's own metrics are always the same, so its birth still holds; a device whose metrics are others is born with them anew.
    private void Change(NodeModel model, IReadOnlyList<Reading> known, Moment now)
    {
        var (gone, changed) = devices.Change(model, known);
        backlog.Recount();
        foreach (var device in gone.Where(device => device.IsBorn))
        {
            Die(device, now);
        }

        foreach (var device in changed.Where(device => device.IsAnswering && Phase == SessionPhase.Online))
        {
            BeBorn(device, now);
        }

        ReportNode(now);
    }

    private void Take(IReadOnlyList<Reading> readings, Moment now)
    {
        devices.Take(readings);
        foreach (var device in devices.All)
        {
            Report(device, device.TakeChanges(), now);
        }

        ReportNode(now);
    }

    private void Report(DeviceState device, IReadOnlyList<MetricSample> changes, Moment now)
    {
        if (Phase != SessionPhase.Online)
        {
            backlog.Keep(device, changes);
        }
        else if (device.IsAnswering && !device.IsBorn)
        {
            BeBorn(device, now);
        }
        else if (!device.IsAnswering && device.IsBorn)
        {
            Die(device, now);
        }
        else if (device.IsBorn)
        {
            Send(device, changes, now, isHistorical: false);
        }
    }

    private void Send(DeviceState device, IEnumerable<MetricSample> samples, Moment now, bool isHistorical)
    {
        foreach (var portion in samples.Chunk(MostMetrics))
        {
            Publish(topics.DeviceData(device.Model.Id), PayloadWriter.DeviceData(now.Utc, NextSeq(), portion, isHistorical));
        }
    }

    private void ReportNode(Moment now)
    {
        var metrics = NodeMetrics();
        var changed = metrics.Except(toldOfNode).ToArray();
        if (Phase == SessionPhase.Online && changed.Length > 0)
        {
            toldOfNode = metrics;
            Publish(topics.NodeData, PayloadWriter.NodeData(now.Utc, NextSeq(), changed));
        }
    }

    private NodeMetric[] NodeMetrics() =>
    [
        NodeMetric.SilentDevices(devices.All.Count(device => !device.IsAnswering)),
        NodeMetric.DroppedValues(backlog.Dropped),
    ];

    private void PassTime(Moment now)
    {
        if (now.Uptime < Deadline)
        {
            return;
        }

        if (Phase == SessionPhase.RebirthDue)
        {
            BeBorn(now);
        }
        else if (Phase == SessionPhase.Waiting)
        {
            LeaveUnlessItIsTheOnlyServer();
        }
        else if (Phase == SessionPhase.Online)
        {
            SendBacklog(now);
        }
    }

    private void SendBacklog(Moment now)
    {
        for (var i = 0; i < BacklogMessagesAtATime && backlog.Next() is { } device; i++)
        {
            Send(device, backlog.Take(device, MostMetrics), now, isHistorical: true);
        }

        wakeAt = now.Uptime + BacklogInterval;
    }

    // Who was never born dies by the will alone, since nothing may be published before a birth.
    private void Leave(SessionPhase next)
    {
        if (WasBorn)
        {
            actions.Add(new SessionAction.Publish(Death()));
        }

        if (IsConnected)
        {
            actions.Add(new SessionAction.Disconnect(WasBorn));
        }

        GoOffline();
        Phase = next;
    }

    private void GoOffline()
    {
        Phase = SessionPhase.Offline;
        foreach (var device in devices.All)
        {
            device.IsBorn = false;
        }
    }

    private void Walk() => Server = (Server + 1) % hostTimestamps.Length;

    private SparkplugMessage Death() => new(topics.NodeDeath, PayloadWriter.NodeDeath(bdSeq), IsDeath: true);

    private byte NextSeq() => unchecked(++seq);

    private void Publish(string topic, byte[] payload) => actions.Add(new SessionAction.Publish(new SparkplugMessage(topic, payload)));
}
