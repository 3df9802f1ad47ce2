using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Gateway.Commissioning;
using Gateway.Configuration;
using Gateway.History;

namespace Gateway.Explanation;

/// <summary>
/// The resolved plan of an installation: what will be polled how often, how busy that keeps each link, what the data take.
/// </summary>
/// <param name="Links">Each link.</param>
/// <param name="Volume">What the data take.</param>
internal sealed record PlantPlan(IReadOnlyList<PlannedLink> Links, PlantVolume Volume)
{
    private static readonly string[] Columns =
        ["device", "profile", ">unit", ">interval", ">points/s", ">requests/s", ">registers/s", ">longest poll", ">busy"];

    private static CultureInfo Culture => CultureInfo.InvariantCulture;

    public static PlantPlan Of(GatewayOptions options) =>
        new([.. options.Links.Select(link => PlannedLink.Of(LinkDemand.Of(link)))], PlantVolume.Of(options));

    public string Text(GatewayOptions options)
    {
        var text = new StringBuilder();
        foreach (var link in Links)
        {
            text.Append(Culture, $"\nlink {link.Name}, {link.Arithmetic}; busy {link.BusyPct:F1} % of the time\n");
            text.Append(TextTable.Write(Columns, [.. link.Devices.Select(Row)]));
        }

        var daysKept = options.Storage.JournalMaxBytes / Volume.JournalBytesPerDay;
        text.Append(Culture, $"\npoints   {Links.Sum(link => link.Devices.Sum(device => device.PointsPerSecond)):F1} a second, ");
        text.Append(Culture, $"{Volume.PointsPerDay:N0} a day with results\n");
        text.Append(Culture, $"journal  {Mb(Volume.JournalBytesPerDay)} a day; journal_max_mib keeps {daysKept:F0} days\n");
        var minutesKept = new HistoryOptions().KeepMinutes.TotalDays;
        text.Append(Culture, $"history  {Mb(Volume.HistoryBytesPerDay)} a day, minutes kept for {minutesKept:F0} days\n");
        if (options.Forward is not null)
        {
            text.Append(Culture, $"MQTT     {Mb(Volume.MqttBytesPerDay)} a day in {Volume.MqttMessagesPerDay:N0} messages\n");
        }

        return text.ToString();
    }

    private static string[] Row(PlannedDevice device) =>
    [
        device.Name,
        device.Profile,
        device.Unit.ToString(Culture),
        string.Create(Culture, $"{device.IntervalMs:0.###} ms"),
        device.PointsPerSecond.ToString("F1", Culture),
        device.RequestsPerSecond.ToString("F2", Culture),
        device.RegistersPerSecond.ToString("F1", Culture),
        string.Create(Culture, $"{device.LongestPollRequests} in {device.LongestPollMs:F0} ms"),
        string.Create(Culture, $"{device.BusyPct:F1} %"),
    ];

    private static string Mb(double bytes) => string.Create(Culture, $"{bytes / 1e6:N1} MB");
}

/// <summary>A link in the plan.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arithmetic">What reading costs on it.</param>
/// <param name="BusyPct">How busy polling keeps it, %.</param>
/// <param name="Devices">Its devices.</param>
internal sealed record PlannedLink(string Name, string Arithmetic, double BusyPct, IReadOnlyList<PlannedDevice> Devices)
{
    public static PlannedLink Of(LinkDemand demand) => new(
        demand.Link.Name,
        LinkArithmetic.Of(demand.Link),
        demand.BusyShare * 100,
        [.. demand.Devices.Select(PlannedDevice.Of)]);
}

/// <summary>A device in the plan.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Profile">Its type.</param>
/// <param name="Unit">Its address on the link.</param>
/// <param name="IntervalMs">How often it is polled.</param>
/// <param name="PointsPerSecond">Readings.</param>
/// <param name="RequestsPerSecond">Reads.</param>
/// <param name="RegistersPerSecond">Registers and bits, gaps included.</param>
/// <param name="LongestPollRequests">Reads when all points are due.</param>
/// <param name="LongestPollMs">How long those take.</param>
/// <param name="BusyPct">The part of the link's time, %.</param>
internal sealed record PlannedDevice(
    string Name,
    string Profile,
    byte Unit,
    double IntervalMs,
    double PointsPerSecond,
    double RequestsPerSecond,
    double RegistersPerSecond,
    int LongestPollRequests,
    double LongestPollMs,
    double BusyPct)
{
    public static PlannedDevice Of(DeviceDemand demand) => new(
        demand.Device.Name,
        demand.Device.Profile.Name,
        demand.Device.Unit,
        demand.Device.Interval.TotalMilliseconds,
        demand.PointsPerSecond,
        demand.RequestsPerSecond,
        demand.RegistersPerSecond,
        demand.LargestPollRequests,
        demand.LargestPoll.TotalMilliseconds,
        demand.BusyShare * 100);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(PlantPlan))]
internal sealed partial class PlantPlanJson : JsonSerializerContext;
