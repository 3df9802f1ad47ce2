using System.Net;
using Gateway.Devices;
using Gateway.Mqtt;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>Reads <c>gateway.yaml</c>: either the whole installation, or every fault in it.</summary>
internal static class GatewayFile
{
    private const string DefaultListen = "127.0.0.1:8080";
    private const int DefaultHttpPort = 8080;

    /// <summary>What the names of environment variables begin with that override values of the file.</summary>
    public const string VariablePrefix = "GATEWAY";

    /// <summary>Reads the file, what the environment overrides, and the profiles it names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="running">What runs now, of which not all may change; null before the start.</param>
    public static Checked<GatewayOptions> Read(string path, GatewayOptions? running = null) => Read(
        YamlDocument.Load(path).OverriddenBy(VariablePrefix, ProcessEnvironment.Variables),
        Path.GetDirectoryName(Path.GetFullPath(path))!,
        running);

    /// <summary>Reads a document; paths in it are relative to <paramref name="folder"/>.</summary>
    public static Checked<GatewayOptions> Read(YamlDocument document, string folder, GatewayOptions? running = null)
    {
        var own = OwnProfiles(document.Root, folder);
        string[] folders = own is null ? [ProfileLibrary.ShippedFolder] : [own, ProfileLibrary.ShippedFolder];
        var profiles = ProfileLibrary.Load(folders.Reverse());
        var options = Read(document.Root, folder, profiles);
        if (running is not null && document.Faults.Count == 0)
        {
            FixedKeys.Require(document.Root, options, running);
        }

        var whole = options with
        {
            Links = [.. options.Links.Select(link => link with { Text = link.Text + ProfileTexts(link, folders) })],
            Files = new ConfigurationFiles(document.FileName, own, [.. document.Root.Files.Order(StringComparer.Ordinal)]),
        };
        return new Checked<GatewayOptions>(whole, [.. profiles.Faults, .. document.Faults]);
    }

    private static string? OwnProfiles(YamlMap root, string folder)
    {
        if (root.TextOrNull("profiles") is not { } own)
        {
            return null;
        }

        if (Directory.Exists(Path.Combine(folder, own)))
        {
            return Path.Combine(folder, own);
        }

        root.Fault("profiles", $"there is no folder '{own}' beside this file: make it, or correct the path");
        return null;
    }

    // A profile's file has its name. Without comments and layout, so that a better comment does not part a running link.
    private static string ProfileTexts(LinkOptions link, string[] folders) => string.Concat(
        from name in link.Devices.Select(device => device.Profile.Name).Distinct(StringComparer.Ordinal)
        let file = folders.Select(folder => Path.Combine(folder, name + ".yaml")).FirstOrDefault(File.Exists)
        where file is not null
        select $"\n{YamlDocument.Load(file).Root}");

    private static GatewayOptions Read(YamlMap root, string folder, ProfileLibrary profiles)
    {
        var links = LinkSection.Read(root, folder, profiles);
        var devices = links.SelectMany(link => link.Devices).ToList();
        var points = new PointDirectory(devices);
        var address = new GatewayAddress(root.Name("site"), root.Name("gateway"));
        var options = new GatewayOptions(
            address.Site,
            address.Gateway,
            Path.Combine(folder, root.Text("data", "data")),
            StorageSection.Read(root),
            links,
            RetrofitSection.Read(root, points),
            StackSection.Read(root, points),
            ForwardSection.Read(root, folder, address, [.. devices.Select(device => device.Name)]),
            Listen(root),
            ModbusServerSection.Read(root))
        {
            BrokerServer = EmbeddedBrokerSection.Read(root, folder),
            HasNtp = HasNtp(root),
        };
        root.RejectUnknownKeys();
        return options;
    }

    private static bool HasNtp(YamlMap root)
    {
        var clock = root.MapOrNull("clock");
        var ntp = clock?.Flag("ntp", true) ?? true;
        clock?.RejectUnknownKeys();
        return ntp;
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
