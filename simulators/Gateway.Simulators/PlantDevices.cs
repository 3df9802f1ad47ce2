using Gateway.Modbus;
using Gateway.Simulators.Physics;
using Gateway.Simulators.Registers;

namespace Gateway.Simulators;

/// <summary>
/// A plant's three devices as pure functions of time, without a wire: what each register holds at an instant. Counters count from
/// <see cref="Truth.StartedAt"/>. Safe to ask from several connections.
/// </summary>
public sealed class PlantDevices
{
    private const double SecondsPerHour = 3600.0;

    private readonly Scenario scenario;
    private readonly Acs580Registers drive;
    private readonly Sdm630Registers meter;
    private readonly CemsRegisters monitor;

    /// <summary>The devices of a plant that starts at an instant.</summary>
    public PlantDevices(Scenario scenario, DateTimeOffset startedAt)
    {
        this.scenario = scenario;
        var startS = UnixTime.Seconds(startedAt);
        var fan = new FanSystem(scenario.Seed, scenario.Fan);
        var boiler = new BoilerSystem(scenario.Seed, scenario.Boiler);
        var motor = scenario.Fan.Motor;
        var outputKwh = new Counter(timeS => fan.At(timeS).Motor.InputKw / SecondsPerHour, startS, scenario.Fan.Drive.StartKwh);
        drive = new Acs580Registers(fan, outputKwh.At, 60.0 * motor.RatedFrequencyHz / motor.PolePairs);
        meter = new Sdm630Registers(new DriveMeter(scenario.Fan, fan, new SupplyLine(scenario.Seed, scenario.Fan), startS));
        monitor = new CemsRegisters(new StackMonitor(scenario.Seed, scenario.Boiler.Monitor, boiler, startS));
        Truth = new Truth(fan, boiler, startedAt);
    }

    /// <summary>What truly happens in the plant.</summary>
    public Truth Truth { get; }

    /// <summary>True for the units on the serial line: the drive and the meter.</summary>
    public bool IsOnLine(byte unit) => unit == scenario.Fan.Drive.Unit || unit == scenario.Fan.Meter.Unit;

    /// <summary>True for the unit on TCP: the monitor.</summary>
    public bool IsOnTcp(byte unit) => unit == scenario.Boiler.Monitor.Unit;

    /// <summary>What the drive or the meter answers to a read at an instant; null for a unit that is not on the line.</summary>
    public ModbusExceptionCode? ReadLine(DateTimeOffset at, ReadRequest request, Span<byte> destination)
    {
        if (request.Unit == scenario.Fan.Drive.Unit)
        {
            return drive.Read(UnixTime.Seconds(at), request, destination);
        }

        return request.Unit == scenario.Fan.Meter.Unit ? meter.Read(UnixTime.Seconds(at), request, destination) : null;
    }

    /// <summary>
    /// What a Modbus TCP gateway in front of the line answers: as <see cref="ReadLine"/>, and exception 0B for a unit that is not there.
    /// </summary>
    public ModbusExceptionCode ReadLineThroughGateway(DateTimeOffset at, ReadRequest request, Span<byte> destination) =>
        ReadLine(at, request, destination) ?? ModbusExceptionCode.GatewayTargetFailedToRespond;

    /// <summary>What the monitor answers to a read at an instant; null for another unit.</summary>
    public ModbusExceptionCode? ReadTcp(DateTimeOffset at, ReadRequest request, Span<byte> destination) =>
        IsOnTcp(request.Unit) ? monitor.Read(UnixTime.Seconds(at), request, destination) : null;
}
