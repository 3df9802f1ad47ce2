using Gateway.Modbus;
using Gateway.Yaml;

namespace Gateway.Devices;

/// <summary>Reads a profile from YAML; what is wrong with it becomes faults of the document.</summary>
internal static class ProfileReader
{
    private const int MaxPoints = 1000;
    public const int MaxIntervals = 60;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private static readonly Dictionary<string, string> Measurements =
        new[] { "vfd", "meter", "cems", "transmitter" }.ToDictionary(measurement => measurement);

    private static readonly Dictionary<string, string> Formats =
        new[] { "8E1", "8O1", "8N1", "8E2", "8O2", "8N2" }.ToDictionary(format => format);

    public static DeviceProfile Read(YamlMap root)
    {
        var limits = ReadLimitsOf(root);
        var defaults = new PointDefaults(
            root.Choice("table", PointReader.Tables, ModbusTable.HoldingRegister),
            root.Choice("byte_order", ByteOrders.ByName, ByteOrder.Abcd));
        var status = root.Choice("status", ProfileStatuses.ByName, ProfileStatus.Ready);
        var profile = new DeviceProfile
        {
            Name = root.Name("name"),
            Manufacturer = root.Text("manufacturer"),
            Models = root.Texts("models"),
            Measurement = root.Choice("measurement", Measurements),
            Status = status,
            Source = root.Text("source"),
            Notes = root.Texts("notes"),
            Verify = root.Texts("verify"),
            Serial = root.MapOrNull("serial") is { } serial ? ReadSerial(serial) : null,
            Order = defaults.Order,
            Limits = limits,
            Pause = root.Duration("pause", TimeSpan.Zero, LongestPause, TimeSpan.Zero),
            Points = ReadPoints(root, defaults, limits, isTemplate: status == ProfileStatus.Template),
            Texts = TextProfileReader.Read(root, defaults, limits),
        };
        if (status == ProfileStatus.CommissioningCheck && profile.Verify.Count == 0)
        {
            root.Fault("status", "a profile with a commissioning check says under verify what to look at");
        }

        foreach (var (point, fault) in FreshnessCheck.Faults(profile, TimeSpan.Zero))
        {
            root.Map("points").Map(point.Name).Fault("fresh_within", fault);
        }

        root.RejectUnknownKeys();
        return profile;
    }

    private static SerialDefaults ReadSerial(YamlMap serial) => new(
        serial.Integer("baud", SerialLine.MinBaudRate, SerialLine.MaxBaudRate),
        serial.Choice("format", Formats),
        (byte)serial.Integer("unit", 1, 247),
        serial.Flag("verified", false));

    private static ReadLimits ReadLimitsOf(YamlMap root) => new()
    {
        MaxRegisters = root.Integer("max_registers", 1, ReadRequest.MaxRegisters, ReadRequest.MaxRegisters),
        MaxBits = root.Integer("max_bits", 1, ReadRequest.MaxBits, ReadRequest.MaxBits),
        MaxGap = root.Integer("gap", 0, ReadRequest.MaxRegisters, 0),
        Alignment = root.Integer("alignment", 1, 4, 1),
        Holes = [.. root.Texts("holes").Select(text => ReadHole(root, text))],
        Splits = [.. root.Numbers("splits", 0, ushort.MaxValue).Select(address => ReadSplit(root, address))],
    };

    private static AddressRange ReadHole(YamlMap root, string text)
    {
        var ends = text.Split('-');
        if (ends.Length == 2 && ushort.TryParse(ends[0], out var first) && ushort.TryParse(ends[1], out var last) && first <= last)
        {
            return new AddressRange(first, last);
        }

        root.Fault("holes", $"'{text}' is no range of addresses: write the first and the last, e.g. 31-48");
        return default;
    }

    private static int ReadSplit(YamlMap root, double address)
    {
        if (!double.IsInteger(address))
        {
            root.Fault("splits", "a split is an address, a whole number");
        }

        return (int)address;
    }

    private static List<PointProfile> ReadPoints(YamlMap root, PointDefaults defaults, ReadLimits limits, bool isTemplate)
    {
        var map = root.Map("points");
        var entries = map.Entries();
        if (entries.Count is 0 or > MaxPoints)
        {
            root.Fault("points", $"a profile has 1 to {MaxPoints} points, but this one {entries.Count}");
        }

        var reader = new PointReader(map, defaults, limits, isTemplate);
        var points = entries.Select(entry => (Point: reader.Read(entry.Key, entry.Value), Map: entry.Value)).ToList();
        OverlapCheck.Report(points.Where(entry => entry.Map.IsSound("address") && entry.Map.IsSound("type")));
        if (points.Select(entry => entry.Point.Interval).Distinct().Count() > MaxIntervals)
        {
            root.Fault("points", $"the points have more than {MaxIntervals} different intervals: use fewer");
        }

        return [.. points.Select(entry => entry.Point)];
    }
}
