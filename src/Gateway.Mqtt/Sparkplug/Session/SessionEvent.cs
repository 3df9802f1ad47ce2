using Gateway.Core;

namespace Gateway.Mqtt.Sparkplug.Session;

/// <summary>What happens to an edge node's session.</summary>
internal abstract record SessionEvent
{
    private SessionEvent()
    {
    }

    /// <summary>The pause before a connection is over.</summary>
    public sealed record ConnectDue : SessionEvent;

    /// <summary>The broker accepted the connection.</summary>
    public sealed record Connected : SessionEvent;

    /// <summary>The broker granted the subscriptions.</summary>
    public sealed record Subscribed : SessionEvent;

    /// <summary>There is no connection, or it is of no use: the broker is away, refuses us, or does not grant a subscription.</summary>
    public sealed record ConnectFailed : SessionEvent;

    /// <summary>The connection broke.</summary>
    public sealed record ConnectionLost : SessionEvent;

    /// <summary>A message came in.</summary>
    public sealed record Received(string Topic, ReadOnlyMemory<byte> Payload) : SessionEvent;

    /// <summary>Readings and results were recorded.</summary>
    public sealed record Recorded(IReadOnlyList<Reading> Readings) : SessionEvent;

    /// <summary>Other devices, or devices with other metrics, are reported from here on.</summary>
    /// <param name="Model">What is reported.</param>
    /// <param name="Known">Values of series that may be new to the session.</param>
    public sealed record Changed(NodeModel Model, IReadOnlyList<Reading> Known) : SessionEvent;

    /// <summary>The session's deadline is over.</summary>
    public sealed record TimePassed : SessionEvent;

    /// <summary>The node stops.</summary>
    public sealed record Stop : SessionEvent;
}

/// <summary>An instant, by both clocks.</summary>
/// <param name="Utc">The wall clock, for what is sent.</param>
/// <param name="Uptime">Since start, for what is waited for: it never steps.</param>
internal readonly record struct Moment(DateTimeOffset Utc, TimeSpan Uptime);
