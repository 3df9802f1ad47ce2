namespace Gateway.Mqtt.Sparkplug.Session;

/// <summary>What is to be done, in the order given.</summary>
internal abstract record SessionAction
{
    private SessionAction()
    {
    }

    /// <summary>Connect to a broker, by its place in the list, and leave the will with it. MQTT 5, clean start, session expiry 0.</summary>
    public sealed record Connect(int Server, SparkplugMessage Will) : SessionAction;

    /// <summary>Subscribe at QoS 1.</summary>
    public sealed record Subscribe(IReadOnlyList<string> Filters) : SessionAction;

    /// <summary>Publish, not retained.</summary>
    public sealed record Publish(SparkplugMessage Message) : SessionAction;

    /// <summary>Leave the broker with reason 0x04, Disconnect with Will Message.</summary>
    /// <param name="IsDead">The death went out before. Without it, the broker must publish the will.</param>
    public sealed record Disconnect(bool IsDead) : SessionAction;

    /// <summary>Tell that a host wanted to write, which a gateway that only reads refuses.</summary>
    public sealed record Refuse(string Topic, string Metric) : SessionAction;
}
