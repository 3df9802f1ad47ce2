using System.Text;
using Gateway.Core;
using Gateway.Mqtt.Sparkplug;
using Gateway.Mqtt.Sparkplug.Protocol;
using Gateway.Mqtt.Sparkplug.Session;
using Google.Protobuf;

namespace Gateway.Mqtt.Tests.Sparkplug;

/// <summary>A session with two polled devices and a retrofit, and all that it sent.</summary>
internal sealed class EdgeNode
{
    public const string Rebirth = "Node Control/Rebirth";
    public const string Host = "scada";
    public const int PowerKw = 0;
    public const int VoltageV = 1;
    public const int SpeedRpm = 2;
    public const int SavedKw = 3;
    public const int HourSavedKwh = 4;
    public const int HourState = 5;
    public static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20_000);

    private static readonly Tag[] Hourly = [new("retrofit", "fan"), new("period", "hour")];
    private readonly EdgeNodeSession session;
    private TimeSpan uptime;

    public EdgeNode(
        string? primaryHost = null, int servers = 1, int buffer = 1000, byte firstBdSeq = 0, string node = "gw", params Reading[] known)
    {
        var options = new SparkplugOptions { Group = "mill", Node = node, PrimaryHost = primaryHost, BufferValues = buffer };
        session = new EdgeNodeSession(options, servers, new NodeModel(Plant), known, firstBdSeq);
    }

    public static Catalog Plant { get; } =
    [
        new Series("meter", [new("device", "meter")], "active_power_kw", "kW"),
        new Series("meter", [new("device", "meter")], "voltage_v", "V"),
        new Series("vfd", [new("device", "drive")], "motor_speed_rpm", "rpm"),
        new Series("savings", [new("retrofit", "fan"), new("period", "instant")], "saved_kw", "kW"),
        new Series("savings", Hourly, "saved_kwh", "kWh"),
        new Series("savings", Hourly, "state", "", ["idle", "saving"]),
    ];

    public EdgeNodeSession Session => session;

    /// <summary>All messages so far, the wills not among them.</summary>
    public List<SentMessage> Sent { get; } = [];

    /// <summary>The wills of all connections so far.</summary>
    public List<SentMessage> Wills { get; } = [];

    /// <summary>All other actions so far.</summary>
    public List<SessionAction> Actions { get; } = [];

    /// <summary>Those of the plant's series that are reported.</summary>
    public IReadOnlyList<int> Reported { get; private set; } = [.. Enumerable.Range(0, Plant.Count)];

    public DateTimeOffset Now => Start + uptime;

    public static ulong Alias(int series) => NodeModel.FirstSeriesAlias + (ulong)series;

    public static ulong Ms(DateTimeOffset time) => (ulong)time.ToUnixTimeMilliseconds();

    public static byte[] Command(string metric, bool value) => new Payload
    {
        Timestamp = Ms(Start),
        Metrics = { new Payload.Types.Metric { Name = metric, Datatype = (uint)DataType.Boolean, BooleanValue = value } },
    }.ToByteArray();

    public static byte[] State(bool online, long timestamp) =>
        Encoding.UTF8.GetBytes($$"""{"online":{{(online ? "true" : "false")}},"timestamp":{{timestamp}}}""");

    /// <summary>The messages that an event gives.</summary>
    public IReadOnlyList<SentMessage> Do(SessionEvent happened)
    {
        var first = Sent.Count;
        foreach (var action in session.Handle(happened, new Moment(Now, uptime)))
        {
            Actions.Add(action);
            if (action is SessionAction.Publish publish)
            {
                Sent.Add(SentMessage.Read(publish.Message));
            }
            else if (action is SessionAction.Connect connect)
            {
                Wills.Add(SentMessage.Read(connect.Will));
            }
        }

        return Sent[first..];
    }

    public void Pass(TimeSpan time) => uptime += time;

    public IReadOnlyList<SentMessage> PassUntilDeadline()
    {
        uptime = session.Deadline is { } deadline && deadline > uptime ? deadline : uptime;
        return Do(new SessionEvent.TimePassed());
    }

    /// <summary>Connects and subscribes.</summary>
    public IReadOnlyList<SentMessage> Connect()
    {
        Do(new SessionEvent.ConnectDue());
        Do(new SessionEvent.Connected());
        return Do(new SessionEvent.Subscribed());
    }

    /// <summary>Another plant from here on: of the one before, these series stay, and others are added.</summary>
    public IReadOnlyList<SentMessage> Change(int[] kept, params Series[] added)
    {
        var next = new Catalog(Plant);
        Array.ForEach(kept, next.Keep);
        Reported = kept;
        Array.ForEach(added, series => next.Add(series));
        return Do(new SessionEvent.Changed(new NodeModel(next), []));
    }

    public IReadOnlyList<SentMessage> Lose() => Do(new SessionEvent.ConnectionLost());

    /// <summary>A tick a second later.</summary>
    public IReadOnlyList<SentMessage> Read(params (int Series, double Value)[] values) =>
        Read([.. values.Select(value => new Reading(value.Series, Now, value.Value, Quality.Good))]);

    public IReadOnlyList<SentMessage> Read(params Reading[] readings)
    {
        Pass(TimeSpan.FromSeconds(1));
        return Do(new SessionEvent.Recorded(readings));
    }

    /// <summary>Both devices answer.</summary>
    public IReadOnlyList<SentMessage> ReadAll(double value) => Read((PowerKw, value), (VoltageV, value), (SpeedRpm, value));

    /// <summary>The meter does not answer until it counts as gone.</summary>
    public IReadOnlyList<SentMessage> Silence()
    {
        Reading[] silence = [new(PowerKw, Now, double.NaN, Quality.Timeout), new(VoltageV, Now, double.NaN, Quality.Timeout)];
        Read(silence);
        return Read(silence);
    }

    public IReadOnlyList<SentMessage> Hear(bool online, long timestamp, string host = Host) =>
        Do(new SessionEvent.Received($"spBv1.0/STATE/{host}", State(online, timestamp)));

    public IReadOnlyList<SentMessage> AskForRebirth() =>
        Do(new SessionEvent.Received("spBv1.0/mill/NCMD/gw", Command(Rebirth, true)));
}
