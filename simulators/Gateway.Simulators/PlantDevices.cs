using Gateway.Modbus;
using Gateway.Simulators.Faults;
using Gateway.Simulators.Physics;
using Gateway.Simulators.Profiles;
using Gateway.Simulators.Registers;

namespace Gateway.Simulators;

/// <summary>
/// A plant's devices as pure functions of time, without a wire: what each register holds at an instant, and what goes wrong. Counters
/// count from <see cref="Truth.StartedAt"/>. Safe to ask from several connections.
/// </summary>
public sealed class PlantDevices
{
    private const double SecondsPerHour = 3600.0;

    private readonly Dictionary<string, RegisterModel> models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProfileDevice> served = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RetrofitTruth> retrofits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StackTruth> stacks = new(StringComparer.Ordinal);
    private readonly Dictionary<(DeviceWire Wire, byte Unit), (RegisterModel Registers, FaultPlan Faults)> devices;
    private readonly Scenario scenario;
    private readonly double startS;

    /// <summary>The devices of a plant that starts at an instant.</summary>
    public PlantDevices(Scenario scenario, DateTimeOffset startedAt)
    {
        this.scenario = scenario;
        startS = UnixTime.Seconds(startedAt);
        AddFan();
        foreach (var pump in scenario.Pumps)
        {
            AddPump(pump);
        }

        AddBoiler();
        AddCoating();
        AddServed();
        devices = scenario.Devices.ToDictionary(
            device => (device.Wire, device.Unit),
            device => (models[device.Name], new FaultPlan(FaultsOf(device.Name), startS)));
        Truth = new Truth(startedAt, retrofits, stacks);
    }

    /// <summary>What truly happens in the plant.</summary>
    public Truth Truth { get; }

    /// <summary>True for the units that are there.</summary>
    public bool Has(DeviceWire wire, byte unit) => devices.ContainsKey((wire, unit));

    /// <summary>What a unit answers to a read at an instant; silence for one that is not there.</summary>
    public Reply Answer(DeviceWire wire, DateTimeOffset at, ReadRequest request, Span<byte> destination) =>
        devices.TryGetValue((wire, request.Unit), out var device)
            ? device.Faults.Answer(device.Registers, UnixTime.Seconds(at), request, destination)
            : Reply.Silent;

    /// <summary>
    /// What a Modbus TCP gateway in front of the serial line answers: as the unit, and exception 0B when nothing sound comes from it.
    /// </summary>
    public Reply AnswerThroughGateway(DateTimeOffset at, ReadRequest request, Span<byte> destination)
    {
        var reply = Answer(DeviceWire.Serial, at, request, destination);
        return reply.Code is null || reply.Trouble is { BreaksChecksum: true } or { Unit: not null }
            ? new Reply(ModbusExceptionCode.GatewayTargetFailedToRespond, reply.Trouble with { BreaksChecksum = false, Unit = null })
            : reply;
    }

    /// <summary>What a point of a device that is served by its profile shows, in its unit, while nothing is wrong.</summary>
    internal double TruthOf(string device, string point, DateTimeOffset at) => served[device].TruthAt(point, UnixTime.Seconds(at));

    /// <summary>What a text of a device that is served by its profile says.</summary>
    internal string TextOf(string device, string text) => served[device].TextOf(text);

    private void AddFan()
    {
        if (scenario.Fan is not { } fan)
        {
            return;
        }

        var system = new FanSystem(scenario.Seed, fan);
        AddMachine(fan.Name, scenario.Seed, fan.Motor, fan.Drive, fan.Meter, timeS => system.At(timeS).Drive);
        retrofits.Add(fan.Name, new RetrofitTruth(timeS => system.At(timeS).SavedKw, timeS => system.At(timeS).LineKw));
    }

    private void AddPump(PumpScenario pump)
    {
        var seed = Seeded.For(scenario.Seed, pump.Name);
        var system = new PumpSystem(seed, pump);
        AddMachine(pump.Name, seed, pump.Motor, pump.Drive, pump.Meter, timeS => system.At(timeS).Drive);
        retrofits.Add(pump.Name, new RetrofitTruth(timeS => system.At(timeS).SavedKw, timeS => system.At(timeS).Drive.LineKw));
    }

    private void AddMachine(
        string name, ulong seed, MotorScenario motor, DriveScenario drive, MeterScenario meter, Func<double, DriveState> driveAt)
    {
        var outputKwh = new Counter(timeS => driveAt(timeS).Motor.InputKw / SecondsPerHour, startS, drive.StartKwh);
        var line = new SupplyLine(seed, motor.RatedKw, meter.NominalVoltageV);
        models.Add(name + "-drive", new Acs580Registers(driveAt, outputKwh.At, 60.0 * motor.RatedFrequencyHz / motor.PolePairs).Read);
        models.Add(name + "-meter", new Sdm630Registers(new DriveMeter(meter, timeS => driveAt(timeS).LineKw, line, startS)).Read);
    }

    private void AddBoiler()
    {
        if (scenario.Boiler is not { } boiler)
        {
            return;
        }

        var name = boiler.Name + "-monitor";
        var system = new BoilerSystem(scenario.Seed, boiler);
        models.Add(name, new CemsRegisters(new StackMonitor(scenario.Seed, boiler.Monitor, system, InterruptionsOf(name))).Read);
        stacks.Add(boiler.Name, new StackTruth(
            [Pollutant.So2, Pollutant.Nox, Pollutant.Dust], (pollutant, timeS) => system.At(timeS).EmittedKgS(pollutant)));
    }

    private void AddCoating()
    {
        if (scenario.Coating is not { } coating)
        {
            return;
        }

        var system = new CoatingSystem(scenario.Seed, coating);
        AddDuct(coating.Inlet.Name, system.InletAt);
        AddDuct(coating.Outlet.Name, system.OutletAt);

        void AddDuct(string name, Func<double, DuctGas> gasAt)
        {
            var monitor = new HydrocarbonMonitor(
                Seeded.For(scenario.Seed, name), coating, gasAt, InterruptionsOf(name + "-monitor"));
            models.Add(name + "-monitor", new HydrocarbonRegisters(monitor).Read);
            stacks.Add(name, new StackTruth([Pollutant.Nmhc], (_, timeS) => gasAt(timeS).NmhcKgS));
        }
    }

    private void AddServed()
    {
        foreach (var (entry, profile) in scenario.Served)
        {
            var seed = Seeded.For(scenario.Seed, entry.Name);
            var device = new ProfileDevice(seed, profile, InterruptionsOf(entry.Name), startS);
            models.Add(entry.Name, device.Read);
            served.Add(entry.Name, device);
        }
    }

    private DeviceFault[] FaultsOf(string device) => [.. scenario.Faults.Where(fault => fault.Device == device)];

    private InterruptionPlan InterruptionsOf(string device) => new(FaultsOf(device), startS);
}
