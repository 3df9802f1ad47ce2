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
    private readonly ModbusRtuServer line;

    private SimulatedPlant(Scenario scenario, PlantDevices devices, PseudoTerminal terminal, ModbusTcpServer tcp, ModbusRtuServer line)
    {
        Scenario = scenario;
        this.devices = devices;
        this.terminal = terminal;
        this.tcp = tcp;
        this.line = line;
    }

    /// <summary>The plant in numbers.</summary>
    public Scenario Scenario { get; }

    /// <summary>Where the stack monitor answers Modbus TCP.</summary>
    public IPEndPoint TcpEndPoint => tcp.EndPoint;

    /// <summary>The serial line of the drive and the meter; opens like any serial port, at any speed and parity.</summary>
    public string SerialPath => terminal.Path;

    /// <summary>What truly happens in the plant.</summary>
    public Truth Truth => devices.Truth;

    /// <summary>Starts a plant at the clock's time.</summary>
    /// <param name="scenario">The plant.</param>
    /// <param name="clock">The plant's time.</param>
    /// <param name="cancellationToken">Stops the start, not the plant.</param>
    /// <exception cref="IOException">The TCP port is taken.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">The system gives no pseudo-terminal.</exception>
    public static async Task<SimulatedPlant> StartAsync(Scenario scenario, TimeProvider clock, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var devices = new PlantDevices(scenario, clock.GetUtcNow());
        var terminal = PseudoTerminal.Open();
        try
        {
            // The wires run in real time however fast the plant does: a pause between bytes is one of the wire's.
            var tcp = ModbusTcpServer.Start(
                new IPEndPoint(IPAddress.Loopback, scenario.TcpPort),
                ModbusFraming.Mbap,
                devices.IsOnTcp,
                (request, destination) => devices.ReadTcp(clock.GetUtcNow(), request, destination),
                TimeProvider.System);
            var line = ModbusRtuServer.Start(
                terminal.Stream,
                devices.IsOnLine,
                (request, destination) => devices.ReadLine(clock.GetUtcNow(), request, destination),
                TimeProvider.System);
            return new SimulatedPlant(scenario, devices, terminal, tcp, line);
        }
        catch
        {
            await terminal.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops answering and closes the line and the port.</summary>
    public async ValueTask DisposeAsync()
    {
        await tcp.DisposeAsync();
        await line.DisposeAsync();
        await terminal.DisposeAsync();
    }
}
