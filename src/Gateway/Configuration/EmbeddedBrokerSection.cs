using System.Net;
using Gateway.Mqtt;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>
/// Reads <c>broker:</c>, the broker that the gateway brings along. There is no password that comes with it: beyond this machine it listens
/// to users only.
/// </summary>
internal static class EmbeddedBrokerSection
{
    private const int DefaultPort = 1883;
    private const string DefaultListen = "127.0.0.1:1883";
    private const int MaxClients = 10_000;
    private const int MinPacketBytes = 4096;
    private const int MaxPacketBytes = 64 << 20;
    private const int MinQueued = 16;
    private const int MaxQueued = 1_000_000;

    private static readonly Dictionary<string, Func<string, string, string, BrokerUser>> Roles = new()
    {
        ["gateway"] = BrokerUser.Gateway,
        ["bridge"] = BrokerUser.Bridge,
        ["reader"] = BrokerUser.Reader,
        ["none"] = (name, password, _) => new BrokerUser(name, password, [], []),
    };

    public static BrokerServerOptions? Read(YamlMap root, string folder)
    {
        var map = root.MapOrNull("broker");
        if (map is null)
        {
            return null;
        }

        var endPoint = map.Listen("listen", DefaultPort, DefaultListen);
        var prefix = map.Text("prefix", Topics.DefaultPrefix);
        if (prefix.Split('/').Any(level => GatewayAddress.Fault(level) is not null))
        {
            map.Fault("prefix", $"'{prefix}' is no topic prefix: no '+', '#', and no empty level");
        }

        var standard = new EmbeddedBrokerOptions();
        var options = standard with
        {
            Listen = endPoint ?? standard.Listen,
            Users = [.. map.Maps("users").Select(user => User(user, folder, prefix))],
            TlsCertificateFile = map.FileOrNull("tls_certificate_file", folder),
            TlsKeyFile = map.FileOrNull("tls_key_file", folder),
            MaxClients = map.Integer("max_clients", 1, MaxClients, standard.MaxClients),
            MaxPacketBytes = map.Integer("max_packet_bytes", MinPacketBytes, MaxPacketBytes, standard.MaxPacketBytes),
            MaxQueuedMessages = map.Integer("max_queued_messages", MinQueued, MaxQueued, standard.MaxQueuedMessages),
        };
        Check(map, options, endPoint);
        map.RejectUnknownKeys();
        var place = map.Has("listen") ? map.PlaceOf("listen") : root.PlaceOf("broker");
        return new BrokerServerOptions(options, place) { Text = SourceText.Of(map) };
    }

    private static BrokerUser User(YamlMap map, string folder, string prefix)
    {
        var name = map.Name("name");
        var password = Secret.Read(map, "password", folder)?.Value;
        if (password is null && !map.Has("password_file") && !map.Has("password_env") && !map.Has("password"))
        {
            map.Fault("name", "a user has a password: name its file with 'password_file', or its variable with 'password_env'");
        }
        else if (password is { Length: 0 })
        {
            map.Fault("password_file", "the file is empty: write the user's password into it");
        }

        var user = map.Choice("role", Roles, BrokerUser.Gateway)(name, password ?? string.Empty, prefix);
        return user with
        {
            MayPublish = [.. user.MayPublish, .. Filters(map, "publish")],
            MaySubscribe = [.. user.MaySubscribe, .. Filters(map, "subscribe")],
        };
    }

    // MQTT 5.0, section 4.7.1: a wildcard takes a whole level, '#' the last one.
    private static IReadOnlyList<string> Filters(YamlMap map, string key)
    {
        var filters = map.Texts(key);
        foreach (var filter in filters)
        {
            var levels = filter.Split('/');
            var isWrong = levels.SkipLast(1).Contains("#") || levels.Any(level => level.Length > 1 && level.AsSpan().ContainsAny("+#"));
            if (isWrong)
            {
                map.Fault(key, $"'{filter}' is no topic filter: '+' stands for one whole level, '#' for all from the last one on");
            }
        }

        return filters;
    }

    private static void Check(YamlMap map, EmbeddedBrokerOptions options, IPEndPoint? endPoint)
    {
        if (endPoint is not null && !IPAddress.IsLoopback(endPoint.Address) && options.Users.Count == 0)
        {
            map.Fault(
                "listen", $"without 'users' anybody on the network could publish: give some, or listen on 127.0.0.1:{endPoint.Port}");
        }

        foreach (var twice in options.Users.GroupBy(user => user.Name).Where(group => group.Count() > 1))
        {
            map.Fault("users", $"there are two users '{twice.Key}'");
        }

        if (options.TlsCertificateFile is null != options.TlsKeyFile is null)
        {
            map.Fault(
                map.Has("tls_key_file") ? "tls_key_file" : "tls_certificate_file",
                "give 'tls_certificate_file' and 'tls_key_file', the PEM files of this broker, or neither");
        }
        else if (options.TlsCertificateFile is not null)
        {
            TlsSection.Certificate(map, "tls_certificate_file", options.TlsCertificateFile, "tls_key_file", options.TlsKeyFile!)?.Dispose();
        }
    }
}
