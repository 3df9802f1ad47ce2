using System.Net;
using Gateway.Mqtt;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>Reads the keys of <c>forward:</c> and of a bridge's <c>mqtt:</c> that say how to reach brokers.</summary>
internal static class BrokerSection
{
    private const int PlainPort = 1883;
    private const int TlsPort = 8883;
    private const int MaxBrokers = 16;
    private const int MinPacketBytes = 1024;
    private const int MaxPacketBytes = 268_435_455;
    private static readonly TimeSpan ShortestTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestReturn = TimeSpan.FromDays(1);

    private static readonly Dictionary<string, MqttVersion> Versions = new()
    {
        ["5"] = MqttVersion.V5,
        ["3.1.1"] = MqttVersion.V311,
    };

    public static BrokerOptions Read(YamlMap map, string folder)
    {
        var tls = map.Flag("tls", false);
        var brokers = EndPoints(map, tls ? TlsPort : PlainPort);
        var standard = new BrokerOptions { Host = brokers[0].Host };
        var options = standard with
        {
            Port = brokers[0].Port,
            Fallbacks = [.. brokers.Skip(1)],
            ReturnAfter = map.Duration("return_after", ShortestTime, LongestReturn, standard.ReturnAfter),
            Version = map.Choice("version", Versions, MqttVersion.V5),
            ClientId = map.TextOrNull("client_id"),
            User = map.TextOrNull("user"),
            Password = Secret.Read(map, "password", folder)?.Value,
            KeepAlive = map.Duration("keep_alive", ShortestTime, LongestTime, standard.KeepAlive),
            CallTimeout = map.Duration("timeout", ShortestTime, LongestTime, standard.CallTimeout),
            Window = map.Integer("in_flight", 1, ushort.MaxValue, standard.Window),
            MaxPacketBytes = map.Integer("max_packet_bytes", MinPacketBytes, MaxPacketBytes, 0) is > 0 and var most ? most : null,
            Tls = tls,
            TlsCaFile = map.FileOrNull("tls_ca_file", folder),
            TlsCertificateFile = map.FileOrNull("tls_certificate_file", folder),
            TlsKeyFile = map.FileOrNull("tls_key_file", folder),
            TlsServerName = map.TextOrNull("tls_server_name"),
        };
        if (options.User is null && options.Password is not null)
        {
            map.Fault(map.Has("password_file") ? "password_file" : "password_env", "a password belongs to a 'user': give that too");
        }

        RequireTls(map, options);
        return options;
    }

    private static List<DnsEndPoint> EndPoints(YamlMap map, int defaultPort)
    {
        var texts = map.Texts("brokers");
        if (texts.Count == 0)
        {
            var only = map.EndPoint("broker", defaultPort);
            if (only.Port == 0)
            {
                map.Fault("broker", $"a broker has a port from 1 to 65535, usually {defaultPort}");
            }

            return [only];
        }

        if (map.Has("broker"))
        {
            map.Fault("brokers", "give 'broker' or 'brokers', not both");
        }

        if (texts.Count > MaxBrokers)
        {
            map.Fault("brokers", $"at most {MaxBrokers} brokers");
        }

        var brokers = new List<DnsEndPoint>();
        foreach (var text in texts)
        {
            if (!EndPointText.TryParse(text, defaultPort, out var endPoint) || endPoint.Port == 0)
            {
                map.Fault("brokers", $"'{text}' is no address: write host:port, e.g. 192.168.1.20:{defaultPort}");
            }
            else if (brokers.Contains(endPoint))
            {
                map.Fault("brokers", $"'{text}' is there twice");
            }

            brokers.Add(endPoint);
        }

        return brokers;
    }

    // A certificate that is named and not used would be worse than none: everybody would think the line is encrypted.
    private static void RequireTls(YamlMap map, BrokerOptions options)
    {
        foreach (var key in (string[])["tls_ca_file", "tls_certificate_file", "tls_key_file", "tls_server_name"])
        {
            if (!options.Tls && map.Has(key))
            {
                map.Fault(key, $"'{key}' has no effect without 'tls: true'");
            }
        }

        if (options.TlsCertificateFile is null != options.TlsKeyFile is null)
        {
            map.Fault(
                map.Has("tls_key_file") ? "tls_key_file" : "tls_certificate_file",
                "give 'tls_certificate_file' and 'tls_key_file', the PEM files of this client, or neither");
        }
        else if (options.TlsCertificateFile is not null)
        {
            TlsSection.Certificate(map, "tls_certificate_file", options.TlsCertificateFile, "tls_key_file", options.TlsKeyFile!)?.Dispose();
        }

        if (options.TlsCaFile is not null)
        {
            TlsSection.Authorities(map, "tls_ca_file", options.TlsCaFile);
        }
    }
}
