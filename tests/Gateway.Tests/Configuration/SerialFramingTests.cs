using Gateway.Configuration;
using Gateway.Modbus;

namespace Gateway.Tests.Configuration;

/// <summary>What a serial link speaks, and how its characters are by default.</summary>
public sealed class SerialFramingTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData("serial: /dev/ttyS0", ModbusFraming.Rtu, 8)]
    [InlineData("serial: /dev/ttyS0, framing: rtu", ModbusFraming.Rtu, 8)]
    [InlineData("serial: /dev/ttyS0, framing: ascii", ModbusFraming.Ascii, 7)]
    [InlineData("serial: /dev/ttyS0, framing: ascii, format: 8N1", ModbusFraming.Ascii, 8)]
    public void Read_ASerialLink_SpeaksRtuUnlessAsciiIsAskedFor(string keys, ModbusFraming framing, int dataBits)
    {
        var serial = Assert.IsType<Transport.Serial>(Read(keys));

        Assert.Equal((framing, dataBits), (serial.Framing, serial.Line.DataBits));
    }

    [Fact]
    public void Read_AsciiOverTcp_IsTheEndPoint() =>
        Assert.Equal(4001, Assert.IsType<Transport.AsciiOverTcp>(Read("ascii_over_tcp: 10.0.0.3:4001")).EndPoint.Port);

    private Transport Read(string keys)
    {
        File.WriteAllText(path, $$"""
            site: works
            gateway: gw-1
            links:
              - { name: line-1, {{keys}}, devices: [{ name: meter, profile: eastron-sdm630, unit: 1 }] }
            """);
        var file = GatewayFile.Read(path);
        Assert.Empty(file.Faults);
        return Assert.Single(file.Value.Links).Transport;
    }
}
