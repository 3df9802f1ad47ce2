using Gateway.Modbus;
using Gateway.Simulators.Profiles;
using Gateway.Yaml;

namespace Gateway.Simulators.Faults;

/// <summary>Reads <c>faults:</c>, what goes wrong with which device and when.</summary>
internal sealed class FaultFields
{
    private const int MaxFaults = 1000;
    private static readonly TimeSpan Decade = TimeSpan.FromDays(3650);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<string, Func<FaultFields, string, Schedule, DeviceFault>> Kinds = new(StringComparer.Ordinal)
    {
        ["timeout"] = (_, device, when) => new DeviceFault.Silence(device, when),
        ["exception"] = (fields, device, when) => new DeviceFault.Refusal(
            device, when, (ModbusExceptionCode)fields.map.Integer("code", 1, 11)),
        ["crc_error"] = (fields, device, when) => new DeviceFault.BrokenChecksum(fields.On(device, DeviceWire.Serial), when),
        ["frozen"] = (_, device, when) => new DeviceFault.Frozen(device, when),
        ["drift"] = (fields, device, when) => new DeviceFault.Drift(
            device, when, fields.Points("points", required: true), fields.map.Number("pct_per_h", -1000, 1000)),
        ["calibration"] = (fields, device, when) => fields.Interruption(device, when, InterruptionKind.Calibration),
        ["maintenance"] = (fields, device, when) => fields.Interruption(device, when, InterruptionKind.Maintenance),
        ["instrument_fault"] = (fields, device, when) => fields.Interruption(device, when, InterruptionKind.Fault),
        ["counter_reset"] = (fields, device, when) => new DeviceFault.CounterReset(device, when, fields.Points("points", required: true)),
        ["counter_rollover"] = (fields, device, when) => new DeviceFault.Rollover(
            device, when, fields.Points("points", required: true), fields.map.Number("at", 1, 1e15)),
        ["power_loss"] = (fields, device, when) => new DeviceFault.PowerLoss(
            device,
            when,
            fields.map.Duration("starts_up", TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromSeconds(5)),
            fields.Points("counters", required: false)),
        ["clock_behind"] = (fields, device, when) => new DeviceFault.Behind(device, when, fields.map.Duration("by", Shortest, Year)),
        ["wrong_unit"] = (fields, device, when) => new DeviceFault.WrongUnit(device, when, (byte)fields.map.Integer("answers_as", 0, 255)),
        ["slow"] = (fields, device, when) => new DeviceFault.Slow(
            device, when, fields.map.Duration("delay", TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1))),
        ["disconnect"] = (fields, device, when) => new DeviceFault.Disconnect(fields.On(device, DeviceWire.Tcp), when),
    };

    private readonly YamlMap map;
    private readonly IReadOnlyList<DeviceEntry> devices;
    private readonly ProfileShelf profiles;

    private FaultFields(YamlMap map, IReadOnlyList<DeviceEntry> devices, ProfileShelf profiles)
    {
        this.map = map;
        this.devices = devices;
        this.profiles = profiles;
    }

    /// <summary>Reads them all; what is wrong becomes a fault of the document, each at its place.</summary>
    public static IReadOnlyList<DeviceFault> Read(YamlMap root, IReadOnlyList<DeviceEntry> devices, ProfileShelf profiles)
    {
        var maps = root.Maps("faults");
        if (maps.Count > MaxFaults)
        {
            root.Fault("faults", $"at most {MaxFaults} faults");
        }

        return [.. maps.Select(map => new FaultFields(map, devices, profiles).Read())];
    }

    private DeviceFault Read()
    {
        var read = map.Choice("kind", Kinds);
        var device = map.Text("device");
        if (device.Length > 0 && devices.All(candidate => candidate.Name != device))
        {
            var names = devices.Select(candidate => candidate.Name).ToArray();
            var meant = Spelling.DidYouMean(device, names);
            map.Fault("device", $"no device is called '{device}'{meant}; there are {string.Join(", ", names)}");
        }

        var fault = read(this, device, When());
        map.RejectUnknownKeys();
        return fault;
    }

    private Schedule When()
    {
        // From its first moment on to the plant's end, unless the file says otherwise.
        var when = new Schedule(
            map.Duration("first", TimeSpan.Zero, Decade, TimeSpan.Zero),
            map.Duration("lasting", Shortest, Decade, Decade),
            map.DurationOrNull("every", TimeSpan.FromSeconds(2), Decade));
        if (when.Every <= when.Lasting)
        {
            map.Fault("every", "'every' must be longer than 'lasting'");
        }

        return when;
    }

    private DeviceEntry? Entry => devices.FirstOrDefault(candidate => candidate.Name == map.TextOrNull("device"));

    private string On(string device, DeviceWire wire)
    {
        if (Entry is { } entry && entry.Wire != wire)
        {
            map.Fault("kind", wire == DeviceWire.Serial
                ? $"'{device}' is on TCP, which has no checksum of its own: use timeout or wrong_unit"
                : $"'{device}' is on the serial line, which has no connection to lose: use timeout");
        }

        return device;
    }

    private DeviceFault.Interruption Interruption(string device, Schedule when, InterruptionKind kind)
    {
        if (Entry is { } entry && profiles.Find(entry.Profile) is { } profile
            && profile.Points.All(point => !point.Interrupted.ContainsKey(kind)))
        {
            map.Fault("kind", $"'{device}' has no status bit that says so: its profile {profile.Name} names none");
        }

        return new DeviceFault.Interruption(device, when, kind);
    }

    private IReadOnlyList<PointPlace> Points(string key, bool required)
    {
        var names = map.Texts(key);
        if (names.Count == 0 && required)
        {
            map.Fault(key, $"give in '{key}' the points that it is about, as the device's profile names them");
        }

        if (Entry is not { } entry || profiles.Find(entry.Profile) is not { } profile)
        {
            return [];
        }

        var known = profile.Points.Select(point => point.Name).ToArray();
        foreach (var unknown in names.Except(known))
        {
            map.Fault(key, $"'{unknown}' is no point of {profile.Name}{Spelling.DidYouMean(unknown, known)}");
        }

        return [.. profile.Points.Where(point => names.Contains(point.Name)).Select(point => point.Place)];
    }
}
