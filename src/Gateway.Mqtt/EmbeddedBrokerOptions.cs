using System.Net;

namespace Gateway.Mqtt;

/// <summary>How the broker in this process listens, whom it lets in, and its bounds.</summary>
public sealed record EmbeddedBrokerOptions
{
    /// <summary>Address and port; port 0 takes a free one. Default 127.0.0.1:1883, this machine only.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 1883);

    /// <summary>Who may sign in. Without any, everybody may, and do everything: for loopback only.</summary>
    public IReadOnlyList<BrokerUser> Users { get; init; } = [];

    /// <summary>PEM file of the broker's certificate; null listens in the clear.</summary>
    public string? TlsCertificateFile { get; init; }

    /// <summary>PEM file of its private key, not encrypted.</summary>
    public string? TlsKeyFile { get; init; }

    /// <summary>Connections at a time; further ones are closed at once. Default 100.</summary>
    public int MaxClients { get; init; } = 100;

    /// <summary>The largest packet taken, bytes. It is announced, and a client that sends more is disconnected. Default 1 MiB.</summary>
    public int MaxPacketBytes { get; init; } = 1 << 20;

    /// <summary>Messages waiting for one client; then the oldest give way, and their gateways send them again. Default 10,000.</summary>
    public int MaxQueuedMessages { get; init; } = 10_000;
}
