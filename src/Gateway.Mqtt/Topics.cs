namespace Gateway.Mqtt;

/// <summary>
/// The topics: <c>{prefix}/{site}/{gateway}/data</c> from the gateway, <c>.../ack</c> from the bridge, <c>.../status</c> retained.
/// </summary>
public sealed class Topics
{
    /// <summary>The prefix unless another is configured.</summary>
    public const string DefaultPrefix = "gateway/v1";

    private const string DataKind = "data";

    /// <summary>Creates the topics under a prefix.</summary>
    /// <exception cref="ArgumentException">The prefix is empty, holds a wildcard or an empty level.</exception>
    public Topics(string prefix = DefaultPrefix)
    {
        if (prefix.Split('/').Any(level => GatewayAddress.Fault(level) is not null))
        {
            throw new ArgumentException(
                $"'{prefix}' is no topic prefix: give levels like {DefaultPrefix}, without + # or empty ones.", nameof(prefix));
        }

        Prefix = prefix;
    }

    /// <summary>What all topics begin with.</summary>
    public string Prefix { get; }

    /// <summary>Matches every gateway's data.</summary>
    public string AllData => $"{Prefix}/+/+/{DataKind}";

    /// <summary>Matches every gateway's status.</summary>
    public string AllStatus => $"{Prefix}/+/+/status";

    /// <summary>Matches every gateway's data, shared out among the members of a group (MQTT 5.0, section 4.8.2).</summary>
    public string SharedData(string group) => $"$share/{group}/{AllData}";

    /// <summary>Where a gateway publishes its points.</summary>
    public string Data(GatewayAddress address) => Topic(address, DataKind);

    /// <summary>Where a gateway hears what is stored.</summary>
    public string Ack(GatewayAddress address) => Topic(address, "ack");

    /// <summary>Where a gateway's retained status stands.</summary>
    public string Status(GatewayAddress address) => Topic(address, "status");

    /// <summary>Whose data topic it is; null for any other topic.</summary>
    public GatewayAddress? DataAddress(string topic)
    {
        if (!topic.StartsWith(Prefix, StringComparison.Ordinal) || topic.Length == Prefix.Length || topic[Prefix.Length] != '/')
        {
            return null;
        }

        return topic[(Prefix.Length + 1)..].Split('/') is [{ Length: > 0 } site, { Length: > 0 } gateway, DataKind]
            ? new GatewayAddress(site, gateway)
            : null;
    }

    private string Topic(GatewayAddress address, string kind) => $"{Prefix}/{address.Site}/{address.Gateway}/{kind}";
}
