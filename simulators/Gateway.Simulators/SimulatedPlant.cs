using System.Net;
using System.Runtime.Versioning;
using Gateway.Modbus;
using Gateway.Simulators.Serving;

namespace Gateway.Simulators;

/// <summary>
/// A plant that is running: its drive and meter answer on a serial line (a pseudo-terminal), its stack monitor on Modbus TCP. All time
/// comes from the given clock, which may run faster than the wires do.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class SimulatedPlant : IAsyncDisposable
{
    private readonly PlantDevices devices;
    private readonly PseudoTerminal terminal;
    private readonly ModbusTcpServer tcp;
    private readonly ModbusTcpServer? lineTcp;
    private readonly ModbusRtuServer line;

    private SimulatedPlant(Scenario scenario, TimeProvider clock, PlantDevices devices, PseudoTerminal terminal, ModbusTcpServer tcp)
    {
        Scenario = scenario;
        this.devices = devices;
        this.terminal = terminal;
        this.tcp = tcp;
        if (scenario.LineTcpPort is { } port)
        {
            lineTcp = Serve(port, unit => true, (request, data) => devices.ReadLineThroughGateway(clock.GetUtcNow(), request, data));
        }

        line = ModbusRtuServer.Start(
            terminal.Stream,
            devices.IsOnLine,
            (request, data) => devices.ReadLine(clock.GetUtcNow(), request, data),
            TimeProvider.System);
    }

    /// <summary>The plant in numbers.</summary>
    public Scenario Scenario { get; }

    /// <summary>Where the stack monitor answers Modbus TCP.</summary>
    public IPEndPoint TcpEndPoint => tcp.EndPoint;

    /// <summary>The serial line of the drive and the meter; opens like any serial port, at any speed and parity.</summary>
    public string SerialPath => terminal.Path;

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
        var devices = new PlantDevices(scenario, clock.GetUtcNow());
        var terminal = PseudoTerminal.Open();
        ModbusTcpServer? tcp = null;
        try
        {
            tcp = Serve(
                scenario.TcpPort, devices.IsOnTcp, (request, data) => devices.ReadTcp(clock.GetUtcNow(), request, data));
            return new SimulatedPlant(scenario, clock, devices, terminal, tcp);
        }
        catch
        {
            if (tcp is not null)
            {
                await tcp.DisposeAsync();
            }

            await terminal.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops answering and closes the line and the port.</summary>
    public async ValueTask DisposeAsync()
    {
        await tcp.DisposeAsync();
        if (lineTcp is not null)
        {
            await lineTcp.DisposeAsync();
        }

        await line.DisposeAsync();
        await terminal.DisposeAsync();
    }

    // The wires run in real time however fast the plant does: a pause between bytes is one of the wire's.
    private static ModbusTcpServer Serve(int port, Predicate<byte> hasUnit, ReadHandler handler) => ModbusTcpServer.Start(
        new IPEndPoint(IPAddress.Loopback, port), ModbusFraming.Mbap, hasUnit, handler, TimeProvider.System);
}
