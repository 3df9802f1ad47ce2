namespace Gateway.Mqtt;

/// <summary>Who may sign in at the embedded broker, and what to.</summary>
/// <param name="Name">The user.</param>
/// <param name="Password">Secret.</param>
/// <param name="MayPublish">Topic filters (MQTT 5.0, section 4.7).</param>
/// <param name="MaySubscribe">Topic filters.</param>
public sealed record BrokerUser(string Name, string Password, IReadOnlyList<string> MayPublish, IReadOnlyList<string> MaySubscribe)
{
    /// <summary>The gateway of that name at any site: its own points, status and acknowledgements.</summary>
    public static BrokerUser Gateway(string name, string password, string prefix) => new(
        name, password, [$"{prefix}/+/{name}/data", $"{prefix}/+/{name}/status"], [$"{prefix}/+/{name}/ack"]);

    /// <summary>A bridge: all gateways' points, to acknowledge them.</summary>
    public static BrokerUser Bridge(string name, string password, string prefix) => new(
        name, password, [$"{prefix}/+/+/ack"], [$"{prefix}/+/+/data", $"{prefix}/+/+/status"]);

    /// <summary>Whoever looks on: all below the prefix, nothing to say.</summary>
    public static BrokerUser Reader(string name, string password, string prefix) => new(name, password, [], [$"{prefix}/#"]);

    /// <summary>The user without the secret.</summary>
    public override string ToString() => Name;
}
