using Gateway.Simulators.Profiles;

namespace Gateway.Simulators;

/// <summary>
/// A plant in numbers: machines on drives with meters, stacks with monitors, further devices, and what goes wrong with them. The same
/// scenario and seed give the same plant at every instant, on every machine.
/// </summary>
public sealed record Scenario
{
    /// <summary>What the plant is called.</summary>
    public required string Name { get; init; }

    /// <summary>Chooses one of many courses the plant may take.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How many times as fast as real time the plant is to run unless told otherwise.</summary>
    public double Speed { get; init; } = 1.0;

    /// <summary>Port of the Modbus TCP server on 127.0.0.1 for the devices on TCP; 0 takes any that is free.</summary>
    public required int TcpPort { get; init; }

    /// <summary>
    /// Port on 127.0.0.1 at which the serial line's units answer Modbus TCP as well, as through a TCP gateway; 0 takes any that is
    /// free, null serves the line alone.
    /// </summary>
    public int? LineTcpPort { get; init; }

    /// <summary>A fan; null when there is none.</summary>
    public FanScenario? Fan { get; init; }

    /// <summary>The pumps.</summary>
    public IReadOnlyList<PumpScenario> Pumps { get; init; } = [];

    /// <summary>A boiler with its stack; null when there is none.</summary>
    public BoilerScenario? Boiler { get; init; }

    /// <summary>A coating line with its oxidiser; null when there is none.</summary>
    public CoatingScenario? Coating { get; init; }

    /// <summary>What goes wrong, and when.</summary>
    public IReadOnlyList<DeviceFault> Faults { get; init; } = [];

    /// <summary>All devices.</summary>
    public IReadOnlyList<DeviceEntry> Devices =>
    [
        .. Fan is null ? [] : Machine(Fan.Name, Fan.Drive, Fan.Meter),
        .. Pumps.SelectMany(pump => Machine(pump.Name, pump.Drive, pump.Meter)),
        .. Boiler is null ? (DeviceEntry[])[] : [new(Boiler.Name + "-monitor", "simulated-cems", DeviceWire.Tcp, Boiler.Monitor.Unit)],
        .. Coating is null ? [] : new[] { Coating.Inlet, Coating.Outlet }.Select(duct =>
            new DeviceEntry(duct.Name + "-monitor", "simulated-nmhc", DeviceWire.Tcp, duct.Unit)),
        .. Served.Select(served => served.Entry),
    ];

    /// <summary>Devices with no plant behind them, served as their profile describes them.</summary>
    internal IReadOnlyList<ServedDevice> Served { get; init; } = [];

    private static DeviceEntry[] Machine(string name, DriveScenario drive, MeterScenario meter) =>
    [
        new(name + "-drive", "abb-acs580", DeviceWire.Serial, drive.Unit),
        new(name + "-meter", "eastron-sdm630", DeviceWire.Serial, meter.Unit),
    ];
}

/// <summary>A device of a plant.</summary>
/// <param name="Name">By which faults name it.</param>
/// <param name="Profile">The name of its register map's profile.</param>
/// <param name="Wire">What it hangs on.</param>
/// <param name="Unit">Its address on that wire.</param>
public sealed record DeviceEntry(string Name, string Profile, DeviceWire Wire, byte Unit);

/// <summary>What a device hangs on.</summary>
public enum DeviceWire
{
    /// <summary>The serial line.</summary>
    Serial,

    /// <summary>Modbus TCP.</summary>
    Tcp,
}

/// <summary>A device that is served as its profile describes it.</summary>
/// <param name="Entry">Where.</param>
/// <param name="Profile">What it is.</param>
internal sealed record ServedDevice(DeviceEntry Entry, SimulatedProfile Profile);

/// <summary>How much a plant is asked for over the day, as a fraction of what it can do above its minimum.</summary>
/// <param name="NightLevel">Demand outside the working day, above 0 and below 1.</param>
/// <param name="DayLevel">Demand within the working day, above 0 and below 1.</param>
/// <param name="WeekendFactor">How much of the working day's rise is there on Saturdays and Sundays, 0..1.</param>
/// <param name="DayStart">When the rise begins, from local midnight.</param>
/// <param name="DayEnd">When the fall begins, from local midnight; the fall is over before midnight.</param>
/// <param name="Ramp">How long the rise and the fall take.</param>
/// <param name="UtcOffset">Local time minus UTC.</param>
/// <param name="Variation">How far demand wanders around these levels, in log odds, 0..6: 0 not at all, 1 by up to a quarter.</param>
public sealed record LoadScenario(
    double NightLevel,
    double DayLevel,
    double WeekendFactor,
    TimeSpan DayStart,
    TimeSpan DayEnd,
    TimeSpan Ramp,
    TimeSpan UtcOffset,
    double Variation);
