using System.Net;
using Gateway.Devices;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>Reads <c>gateway.yaml</c>: either the whole installation, or every fault in it.</summary>
internal static class GatewayFile
{
    private const string DefaultListen = "127.0.0.1:8080";
    private const int DefaultHttpPort = 8080;
    private const int MinJournalMib = 16;
    private const int MaxJournalMib = 1 << 20;
    private const int DefaultJournalMib = 1024;

    /// <summary>What the names of environment variables begin with that override values of the file.</summary>
    public const string VariablePrefix = "GATEWAY";

    /// <summary>Reads the file, what the environment overrides, and the profiles it names.</summary>
    public static Checked<GatewayOptions> Read(string path) => Read(
        YamlDocument.Load(path).OverriddenBy(VariablePrefix, ProcessEnvironment.Variables),
        Path.GetDirectoryName(Path.GetFullPath(path))!);

    /// <summary>Reads a document; paths in it are relative to <paramref name="folder"/>.</summary>
    public static Checked<GatewayOptions> Read(YamlDocument document, string folder)
    {
        var profiles = Profiles(document.Root, folder);
        var options = Read(document.Root, folder, profiles);
        return new Checked<GatewayOptions>(options, [.. profiles.Faults, .. document.Faults]);
    }

    private static ProfileLibrary Profiles(YamlMap root, string folder)
    {
        if (root.TextOrNull("profiles") is not { } own)
        {
            return ProfileLibrary.Load(ProfileLibrary.ShippedFolder);
        }

        var ownFolder = Path.Combine(folder, own);
        if (!Directory.Exists(ownFolder))
        {
            root.Fault("profiles", $"there is no folder '{own}' beside this file: make it, or correct the path");
            return ProfileLibrary.Load(ProfileLibrary.ShippedFolder);
        }

        return ProfileLibrary.Load(ProfileLibrary.ShippedFolder, ownFolder);
    }

    private static GatewayOptions Read(YamlMap root, string folder, ProfileLibrary profiles)
    {
        var links = LinkSection.Read(root, folder, profiles);
        var points = new PointDirectory(links.SelectMany(link => link.Devices));
        var options = new GatewayOptions(
            root.Name("site"),
            root.Name("gateway"),
            Path.Combine(folder, root.Text("data", "data")),
            (long)root.Integer("journal_max_mib", MinJournalMib, MaxJournalMib, DefaultJournalMib) << 20,
            links,
            RetrofitSection.Read(root, points),
            StackSection.Read(root, points),
            ForwardSection.Read(root, folder),
            Listen(root),
            ModbusServerSection.Read(root));
        root.RejectUnknownKeys();
        return options;
    }

    private static HttpOptions? Listen(YamlMap root)
    {
        var http = root.MapOrNull("http");
        if (http is null)
        {
            return new HttpOptions(IPEndPoint.Parse(DefaultListen), root.PlaceOf("http"));
        }

        var endPoint = http.Listen("listen", DefaultHttpPort, DefaultListen);
        var enabled = http.Flag("enabled", true);
        http.RejectUnknownKeys();
        return enabled && endPoint is not null ? new HttpOptions(endPoint, http.PlaceOf("listen")) : null;
    }
}
