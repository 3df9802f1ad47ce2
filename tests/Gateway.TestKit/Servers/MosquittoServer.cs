using System.Diagnostics;
using System.Net.Sockets;

namespace Gateway.TestKit.Servers;

/// <summary>A mosquitto broker.</summary>
public sealed class MosquittoServer : ServerProcess
{
    private const string Executable = "/usr/sbin/mosquitto";
    private readonly string configuration;

    private MosquittoServer(string settings, int port)
    {
        Port = port;
        configuration = Path.Combine(Folder, "mosquitto.conf");

        // As root it would change to a user who cannot write here.
        File.WriteAllText(configuration, $"""
            listener {port} 127.0.0.1
            log_dest stderr
            set_tcp_nodelay true
            max_inflight_messages 1000
            max_queued_messages 0
            {(Environment.UserName == "root" ? "user root" : string.Empty)}
            {settings.Replace("{folder}", Folder, StringComparison.Ordinal)}

            """);
    }

    /// <summary>The package is there.</summary>
    public static bool IsInstalled => File.Exists(Executable);

    /// <summary>Why a test is skipped without it.</summary>
    public static string MissingReason => "Debian package mosquitto is not installed";

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <inheritdoc/>
    protected override string Program => Executable;

    /// <inheritdoc/>
    protected override IEnumerable<string> Arguments => ["-c", configuration];

    /// <summary>Starts a broker that lets everybody in and keeps nothing over a restart.</summary>
    public static Task<MosquittoServer> StartAsync(CancellationToken cancellationToken) =>
        StartAsync("allow_anonymous true", cancellationToken);

    /// <summary>Starts a broker with settings of its own.</summary>
    /// <param name="settings">Lines of mosquitto.conf; <c>{folder}</c> stands for the data folder.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<MosquittoServer> StartAsync(string settings, CancellationToken cancellationToken) =>
        StartAsync(() => new MosquittoServer(settings, FreePort.Next()), cancellationToken);

    /// <summary>Starts a broker with settings and files of its own.</summary>
    /// <param name="settings">Lines of mosquitto.conf; <c>{folder}</c> stands for the data folder.</param>
    /// <param name="files">Names and texts of files in the data folder, e.g. of certificates or access rights.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<MosquittoServer> StartAsync(
        string settings, IReadOnlyDictionary<string, string> files, CancellationToken cancellationToken) =>
        StartAsync(() =>
        {
            var server = new MosquittoServer(settings, FreePort.Next());
            foreach (var (name, text) in files)
            {
                File.WriteAllText(Path.Combine(server.Folder, name), text);
            }

            return server;
        }, cancellationToken);

    /// <summary>Starts a broker that lets in one user only.</summary>
    public static Task<MosquittoServer> StartWithUserAsync(string user, string password, CancellationToken cancellationToken) =>
        StartAsync(() =>
        {
            var server = new MosquittoServer("allow_anonymous false\npassword_file {folder}/passwords", FreePort.Next());
            server.WritePasswords(user, password);
            return server;
        }, cancellationToken);

    /// <inheritdoc/>
    protected override async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync("127.0.0.1", Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void WritePasswords(string user, string password)
    {
        using var tool = Process.Start("/usr/bin/mosquitto_passwd", ["-b", "-c", Path.Combine(Folder, "passwords"), user, password]);
        tool.WaitForExit();
    }
}
