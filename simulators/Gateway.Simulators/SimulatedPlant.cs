using System.Net;
using System.Runtime.Versioning;
using Gateway.Modbus;
using Gateway.Simulators.Serving;

namespace Gateway.Simulators;

/// <summary>
/// A plant that is running: some of its devices answer on a serial line (a pseudo-terminal), others on Modbus TCP. All time comes from
/// the given clock, which may run faster than the wires do.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class SimulatedPlant : IAsyncDisposable
{
    private readonly PlantDevices devices;
    private readonly TimeProvider clock;
    private PseudoTerminal? terminal;
    private ModbusRtuServer? line;
    private DeviceTcpServer? tcp;
    private DeviceTcpServer? lineTcp;

    private SimulatedPlant(Scenario scenario, TimeProvider clock)
    {
        Scenario = scenario;
        this.clock = clock;
        devices = new PlantDevices(scenario, clock.GetUtcNow());
    }

    /// <summary>The plant in numbers.</summary>
    public Scenario Scenario { get; }

    /// <summary>Where the devices on TCP answer; null when there are none.</summary>
    public IPEndPoint? TcpEndPoint => tcp?.EndPoint;

    /// <summary>
    /// The serial line; opens like any serial port, at any speed and parity. Null when no device is on it.
    /// </summary>
    public string? SerialPath => terminal?.Path;

    /// <summary>Where the units of the serial line answer Modbus TCP; null where only the line itself is served.</summary>
    public IPEndPoint? LineTcpEndPoint => lineTcp?.EndPoint;

    /// <summary>What truly happens in the plant.</summary>
    public Truth Truth => devices.Truth;

    /// <summary>Starts a plant at the clock's time.</summary>
    /// <param name="scenario">The plant.</param>
    /// <param name="clock">The plant's time.</param>
    /// <param name="cancellationToken">Stops the start, not the plant.</param>
    /// <exception cref="IOException">A TCP port is taken.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">The system gives no pseudo-terminal.</exception>
    public static async Task<SimulatedPlant> StartAsync(Scenario scenario, TimeProvider clock, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var plant = new SimulatedPlant(scenario, clock);
        try
        {
            plant.Open();
            return plant;
        }
        catch
        {
            await plant.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops answering and closes the line and the ports.</summary>
    public async ValueTask DisposeAsync()
    {
        if (tcp is not null)
        {
            await tcp.DisposeAsync();
        }

        if (lineTcp is not null)
        {
            await lineTcp.DisposeAsync();
        }

        if (line is not null)
        {
            await line.DisposeAsync();
        }

        if (terminal is not null)
        {
            await terminal.DisposeAsync();
        }
    }

    /// <summary>What a point of a device that is served by its profile shows, in its unit, while nothing is wrong.</summary>
    internal double TruthOf(string device, string point, DateTimeOffset at) => devices.TruthOf(device, point, at);

    /// <summary>What a text of such a device says.</summary>
    internal string TextOf(string device, string text) => devices.TextOf(device, text);

    // The wires run in real time however fast the plant does: a pause between bytes is one of the wire's.
    private void Open()
    {
        if (Scenario.Devices.Any(device => device.Wire == DeviceWire.Tcp))
        {
            tcp = Serve(
                Scenario.TcpPort,
                unit => devices.Has(DeviceWire.Tcp, unit),
                (request, data) => devices.Answer(DeviceWire.Tcp, clock.GetUtcNow(), request, data));
        }

        if (Scenario.Devices.All(device => device.Wire != DeviceWire.Serial))
        {
            return;
        }

        if (Scenario.LineTcpPort is { } port)
        {
            lineTcp = Serve(port, _ => true, (request, data) => devices.AnswerThroughGateway(clock.GetUtcNow(), request, data));
        }

        terminal = PseudoTerminal.Open();
        var wire = new TroubledLine(terminal.Stream);
        line = ModbusRtuServer.Start(wire, unit => devices.Has(DeviceWire.Serial, unit), Answer, TimeProvider.System);

        ModbusExceptionCode? Answer(ReadRequest request, Span<byte> data)
        {
            var reply = devices.Answer(DeviceWire.Serial, clock.GetUtcNow(), request, data);
            wire.Trouble(reply.Code is null ? default : reply.Trouble);
            return reply.Code;
        }
    }

    private static DeviceTcpServer Serve(int port, Predicate<byte> hasUnit, Answerer answerer) =>
        DeviceTcpServer.Start(new IPEndPoint(IPAddress.Loopback, port), hasUnit, answerer);
}
