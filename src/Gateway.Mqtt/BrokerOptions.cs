using System.Net;

namespace Gateway.Mqtt;

/// <summary>How to reach the broker.</summary>
public sealed record BrokerOptions
{
    /// <summary>Name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Usually 1883, with TLS 8883.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>
    /// Further brokers in order of preference, taken while the ones before do not serve. All else, users and certificates, is the same
    /// for all.
    /// </summary>
    public IReadOnlyList<DnsEndPoint> Fallbacks { get; init; } = [];

    /// <summary>
    /// How often a preferred broker is asked whether it serves again, while another is in use. Default 1 min. Gateways and bridges go back
    /// by themselves, so that they meet again at one broker.
    /// </summary>
    public TimeSpan ReturnAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Default <see cref="MqttVersion.V5"/>.</summary>
    public MqttVersion Version { get; init; }

    /// <summary>How a gateway writes its points.</summary>
    public PayloadForm Payload { get; init; }

    /// <summary>
    /// Must be unique at the broker: a second client of the same id throws the first one out. Null for one made by the program.
    /// </summary>
    public string? ClientId { get; init; }

    /// <summary>Encrypt, and verify the broker's certificate.</summary>
    public bool Tls { get; init; }

    /// <summary>PEM file of the authorities to trust instead of the system's.</summary>
    public string? TlsCaFile { get; init; }

    /// <summary>PEM file of our own certificate; null where the broker asks for none. Read anew at each connection.</summary>
    public string? TlsCertificateFile { get; init; }

    /// <summary>PEM file of its private key, not encrypted.</summary>
    public string? TlsKeyFile { get; init; }

    /// <summary>The name or address that the broker's certificate must be for; null for <see cref="Host"/>.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>User; null where the broker asks for none.</summary>
    public string? User { get; init; }

    /// <summary>The user's password. Secret.</summary>
    public string? Password { get; init; }

    /// <summary>
    /// A connection that was silent for so long is asked by a ping whether it still lives. Default 15 s; a broker may command less.
    /// </summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the broker has for each answer before the connection counts as dead. Default 10 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Messages on the way without the broker's receipt, 1 to 65535; the broker may allow fewer. Default 32: over a line with 50 ms round
    /// trip that is 640 messages a second, one at a time would be 20.
    /// </summary>
    public int Window { get; init; } = 32;

    /// <summary>
    /// The largest packet that is sent, bytes; null for what the broker announces. MQTT 3.1.1 knows no announcement, and a broker ends a
    /// connection by which it is sent a larger one.
    /// </summary>
    public int? MaxPacketBytes { get; init; }

    /// <summary>
    /// The longest pause between two attempts to connect; the pauses double up to it and are drawn at random below. Default 30 s.
    /// </summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>One broker each, the most preferred first.</summary>
    public IReadOnlyList<BrokerOptions> InOrder =>
        [this with { Fallbacks = [] }, .. Fallbacks.Select(other => this with { Host = other.Host, Port = other.Port, Fallbacks = [] })];

    /// <summary>The broker without the secrets, fit for a log.</summary>
    public override string ToString() => $"{(Tls ? "mqtts" : "mqtt")}://{Host}:{Port}";
}
