namespace Gateway.Modbus.Tests;

/// <summary>Against pymodbus, on TCP in all framings and on a serial port.</summary>
public class PymodbusTests
{
    private static readonly ModbusTiming Patient = new() { ReplyTimeout = TimeSpan.FromSeconds(10) };

    [Theory]
    [InlineData(ModbusFraming.Mbap)]
    [InlineData(ModbusFraming.Rtu)]
    [InlineData(ModbusFraming.Ascii)]
    public async Task OurClient_ItsServer_Reads(ModbusFraming framing)
    {
        DebianTool.NeedPymodbus();
        using var peer = Peer.Start(DebianTool.Python, DebianTool.Source("pymodbus_peer.py"), "server", Name(framing), "0");
        var endPoint = PeerReading.Loopback(await peer.ReadyAsync());
        await using var client = FramedClient.OverTcp(framing, endPoint, Patient);

        await PeerReading.AssertReadsAsync(client);
    }

    [Theory]
    [InlineData(ModbusFraming.Mbap)]
    [InlineData(ModbusFraming.Rtu)]
    [InlineData(ModbusFraming.Ascii)]
    public async Task ItsClient_OurServer_Reads(ModbusFraming framing)
    {
        DebianTool.NeedPymodbus();
        await using var server = ModbusTcpServer.Start(
            Registers.AnyPort, framing, Registers.HasUnit, Registers.Answer, TimeProvider.System);

        var lines = await Peer.RunAsync(
            DebianTool.Python, DebianTool.Source("pymodbus_peer.py"), "client", Name(framing), $"{server.EndPoint.Port}");

        Assert.Equal(PeerReading.ExpectedLines, lines);
    }

    [Theory]
    [InlineData(ModbusFraming.Rtu, "serial", "8N1")]
    [InlineData(ModbusFraming.Ascii, "serial-ascii", "7E1")]
    public async Task OurSerialClient_ItsServer_Reads(ModbusFraming framing, string link, string format)
    {
        DebianTool.NeedPymodbus();
        DebianTool.NeedPythonSerial();
        await using var line = NullModem.Connect();
        using var peer = Peer.Start(DebianTool.Python, DebianTool.Source("pymodbus_peer.py"), "server", link, line.FarPath);
        await peer.ReadyAsync();
        await using var client = FramedClient.OverSerial(framing, SerialLine.Parse(line.NearPath, 115_200, format), Patient);

        await PeerReading.AssertReadsAsync(client);
    }

    [Theory]
    [InlineData(ModbusFraming.Rtu, "serial")]
    [InlineData(ModbusFraming.Ascii, "serial-ascii")]
    public async Task ItsSerialClient_OurServer_Reads(ModbusFraming framing, string link)
    {
        DebianTool.NeedPymodbus();
        DebianTool.NeedPythonSerial();
        var line = PseudoTerminal.Open();
        await using ModbusLineServer server = framing == ModbusFraming.Rtu
            ? ModbusRtuServer.Start(line, Registers.HasUnit, Registers.Answer, TimeProvider.System)
            : ModbusAsciiServer.Start(line, Registers.HasUnit, Registers.Answer, TimeProvider.System);

        var lines = await Peer.RunAsync(DebianTool.Python, DebianTool.Source("pymodbus_peer.py"), "client", link, line.Path);

        Assert.Equal(PeerReading.ExpectedLines, lines);
    }

    private static string Name(ModbusFraming framing) => framing switch
    {
        ModbusFraming.Mbap => "mbap",
        ModbusFraming.Rtu => "rtu",
        _ => "ascii",
    };
}
