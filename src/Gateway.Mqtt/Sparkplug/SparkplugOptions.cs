namespace Gateway.Mqtt.Sparkplug;

/// <summary>Who this edge node is, and how it behaves (Sparkplug 3.0.0).</summary>
public sealed record SparkplugOptions
{
    /// <summary>The group that the node belongs to; a level of every topic, see <see cref="GatewayAddress.Fault"/>.</summary>
    public required string Group { get; init; }

    /// <summary>The node's name; with the group it is unique at the brokers, whatever the case of its letters.</summary>
    public required string Node { get; init; }

    /// <summary>
    /// The host application without which nobody listens: the node is born only while it says that it is online, and goes on to the next
    /// broker when it says that it is not. Null for a node that is born at once.
    /// </summary>
    public string? PrimaryHost { get; init; }

    /// <summary>Values kept in memory while nobody listens, 0 to 10 million; beyond it the oldest go. Default 100,000.</summary>
    public int BufferValues { get; init; } = 100_000;
}
