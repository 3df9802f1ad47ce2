using System.IO.Ports;

namespace Gateway.Modbus.Tests;

/// <summary>Against libmodbus, the C library: a program around it is compiled when the test runs.</summary>
public sealed class LibmodbusTests : IAsyncLifetime
{
    private static readonly ModbusTiming Patient = new() { ReplyTimeout = TimeSpan.FromSeconds(10) };

    private readonly string folder = Directory.CreateTempSubdirectory("gateway-libmodbus-").FullName;

    private string Program => Path.Combine(folder, "libmodbus_peer");

    public async ValueTask InitializeAsync()
    {
        DebianTool.Need("/usr/bin/cc", "gcc");
        DebianTool.Need("/usr/include/modbus/modbus.h", "libmodbus-dev");
        await Peer.RunAsync(
            "/usr/bin/cc", "-Wall", "-o", Program, "-I/usr/include/modbus", DebianTool.Source("libmodbus_peer.c"), "-lmodbus");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task OurTcpClient_ItsServer_Reads()
    {
        using var peer = Peer.Start(Program, "server", "tcp", "0");
        var port = await peer.ReadyAsync();
        await using var client = new ModbusTcpClient(PeerReading.Loopback(port), Patient, TimeProvider.System);

        await PeerReading.AssertReadsAsync(client);
    }

    [Fact]
    public async Task ItsTcpClient_OurServer_Reads()
    {
        await using var server = ModbusTcpServer.Start(
            Registers.AnyPort, ModbusFraming.Mbap, Registers.HasUnit, Registers.Answer, TimeProvider.System);

        Assert.Equal(PeerReading.ExpectedLines, await Peer.RunAsync(Program, "client", "tcp", $"{server.EndPoint.Port}"));
    }

    [Fact]
    public async Task OurSerialClient_ItsServer_Reads()
    {
        await using var line = NullModem.Connect();
        using var peer = Peer.Start(Program, "server", "rtu", line.FarPath);
        await peer.ReadyAsync();
        await using var client = ModbusRtuClient.OverSerial(
            new SerialLine(line.NearPath, 115_200, Parity.None, StopBits.Two), Patient, TimeProvider.System);

        await PeerReading.AssertReadsAsync(client);
    }

    [Fact]
    public async Task ItsSerialClient_OurServer_Reads()
    {
        var line = PseudoTerminal.Open();
        await using var server = ModbusRtuServer.Start(line, Registers.HasUnit, Registers.Answer, TimeProvider.System);

        Assert.Equal(PeerReading.ExpectedLines, await Peer.RunAsync(Program, "client", "rtu", line.Path));
    }
}
