namespace Gateway.Mqtt.Sparkplug;

/// <summary>An edge node's topics: <c>spBv1.0/{group}/{type}/{node}</c>, with <c>/{device}</c> for what concerns one device.</summary>
/// <remarks>Sparkplug 3.0.0, chapter 4.</remarks>
internal sealed class SparkplugTopics(SparkplugOptions options)
{
    private const string Namespace = "spBv1.0";

    public string NodeBirth => Topic("NBIRTH");

    public string NodeDeath => Topic("NDEATH");

    public string NodeData => Topic("NDATA");

    public string NodeCommand => Topic("NCMD");

    /// <summary>Matches the commands to every device of this node.</summary>
    public string DeviceCommands => Topic("DCMD", "+");

    /// <summary>Where the primary host says whether it is online; null without one.</summary>
    public string? HostState => options.PrimaryHost is null ? null : $"{Namespace}/STATE/{options.PrimaryHost}";

    public string DeviceBirth(string device) => Topic("DBIRTH", device);

    public string DeviceDeath(string device) => Topic("DDEATH", device);

    public string DeviceData(string device) => Topic("DDATA", device);

    public bool IsDeviceCommand(string topic) => topic.StartsWith(Topic("DCMD") + "/", StringComparison.Ordinal);

    private string Topic(string type) => $"{Namespace}/{options.Group}/{type}/{options.Node}";

    private string Topic(string type, string device) => $"{Topic(type)}/{device}";
}
