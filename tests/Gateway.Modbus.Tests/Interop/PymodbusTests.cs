using System.IO.Ports;

namespace Gateway.Modbus.Tests;

/// <summary>Against pymodbus, on TCP with both framings and on a serial port.</summary>
public class PymodbusTests
{
    private static readonly ModbusTiming Patient = new() { ReplyTimeout = TimeSpan.FromSeconds(10) };

    [Theory]
    [InlineData(ModbusFraming.Mbap)]
    [InlineData(ModbusFraming.Rtu)]
    public async Task OurClient_ItsServer_Reads(ModbusFraming framing)
    {
        DebianTool.NeedPymodbus();
        using var peer = Peer.Start(DebianTool.Python, DebianTool.Source("pymodbus_peer.py"), "server", Name(framing), "0");
        var endPoint = PeerReading.Loopback(await peer.ReadyAsync());
        await using IModbusClient client = framing == ModbusFraming.Mbap
            ? new ModbusTcpClient(endPoint, Patient, TimeProvider.System)
            : ModbusRtuClient.OverTcp(endPoint, Patient, TimeProvider.System);

        await PeerReading.AssertReadsAsync(client);
    }

    [Theory]
    [InlineData(ModbusFraming.Mbap)]
    [InlineData(ModbusFraming.Rtu)]
    public async Task ItsClient_OurServer_Reads(ModbusFraming framing)
    {
        DebianTool.NeedPymodbus();
        await using var server = ModbusTcpServer.Start(
            Registers.AnyPort, framing, Registers.HasUnit, Registers.Answer, TimeProvider.System);

        var lines = await Peer.RunAsync(
            DebianTool.Python, DebianTool.Source("pymodbus_peer.py"), "client", Name(framing), $"{server.EndPoint.Port}");

        Assert.Equal(PeerReading.ExpectedLines, lines);
    }

    [Fact]
    public async Task OurSerialClient_ItsServer_Reads()
    {
        DebianTool.NeedPymodbus();
        DebianTool.NeedPythonSerial();
        await using var line = NullModem.Connect();
        using var peer = Peer.Start(DebianTool.Python, DebianTool.Source("pymodbus_peer.py"), "server", "serial", line.FarPath);
        await peer.ReadyAsync();
        await using var client = ModbusRtuClient.OverSerial(
            new SerialLine(line.NearPath, 115_200, Parity.None, StopBits.One), Patient, TimeProvider.System);

        await PeerReading.AssertReadsAsync(client);
    }

    [Fact]
    public async Task ItsSerialClient_OurServer_Reads()
    {
        DebianTool.NeedPymodbus();
        DebianTool.NeedPythonSerial();
        var line = PseudoTerminal.Open();
        await using var server = ModbusRtuServer.Start(line, Registers.HasUnit, Registers.Answer, TimeProvider.System);

        var lines = await Peer.RunAsync(DebianTool.Python, DebianTool.Source("pymodbus_peer.py"), "client", "serial", line.Path);

        Assert.Equal(PeerReading.ExpectedLines, lines);
    }

    private static string Name(ModbusFraming framing) => framing == ModbusFraming.Mbap ? "mbap" : "rtu";
}
