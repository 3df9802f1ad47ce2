using System.IO.Ports;

namespace Gateway.Modbus.Tests;

/// <summary>Against modbus-serial for Node.js, on TCP with both framings and on a serial port. tests/run.sh installs its modules.</summary>
public sealed class ModbusSerialTests
{
    private const int BaudRate = 115_200;
    private static readonly ModbusTiming Patient = new() { ReplyTimeout = TimeSpan.FromSeconds(10) };

    [Fact]
    public async Task OurTcpClient_ItsServer_Reads()
    {
        using var peer = Peer.Start(NodeProgram.Need(), NodeProgram.Peer, "server", "mbap", "0");
        var endPoint = PeerReading.Loopback(await peer.ReadyAsync());
        await using var client = new ModbusTcpClient(endPoint, Patient, TimeProvider.System);

        await PeerReading.AssertReadsAsync(client);
    }

    [Theory]
    [InlineData(ModbusFraming.Mbap, "mbap")]
    [InlineData(ModbusFraming.Rtu, "rtu")]
    public async Task ItsTcpClient_OurServer_Reads(ModbusFraming framing, string link)
    {
        var node = NodeProgram.Need();
        await using var server = ModbusTcpServer.Start(
            Registers.AnyPort, framing, Registers.HasUnit, Registers.Answer, TimeProvider.System);

        var lines = await Peer.RunAsync(node, NodeProgram.Peer, "client", link, $"{server.EndPoint.Port}");

        Assert.Equal(PeerReading.ExpectedLines, lines);
    }

    [Fact]
    public async Task OurSerialClient_ItsServer_Reads()
    {
        var node = NodeProgram.Need();
        await using var line = NullModem.Connect();
        using var peer = Peer.Start(node, NodeProgram.Peer, "server", "serial", line.FarPath);
        await peer.ReadyAsync();
        await using var client = ModbusRtuClient.OverSerial(
            new SerialLine(line.NearPath, BaudRate, Parity.None, StopBits.One), Patient, TimeProvider.System);

        await PeerReading.AssertReadsAsync(client);
    }

    [Fact]
    public async Task ItsSerialClient_OurServer_Reads()
    {
        var node = NodeProgram.Need();
        var line = PseudoTerminal.Open();
        await using var server = ModbusRtuServer.Start(line, Registers.HasUnit, Registers.Answer, TimeProvider.System);

        Assert.Equal(PeerReading.ExpectedLines, await Peer.RunAsync(node, NodeProgram.Peer, "client", "serial", line.Path));
    }
}
