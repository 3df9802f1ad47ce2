namespace Gateway.Modbus.Tests;

/// <summary>The client of a framing.</summary>
internal static class FramedClient
{
    public static IModbusClient OverTcp(
        ModbusFraming framing, System.Net.DnsEndPoint endPoint, ModbusTiming timing, IWireObserver? observer = null) => framing switch
        {
            ModbusFraming.Mbap => new ModbusTcpClient(endPoint, timing, TimeProvider.System, observer),
            ModbusFraming.Rtu => ModbusRtuClient.OverTcp(endPoint, timing, TimeProvider.System, observer),
            _ => ModbusAsciiClient.OverTcp(endPoint, timing, TimeProvider.System, observer),
        };

    public static IModbusClient OverSerial(
        ModbusFraming framing, SerialLine line, ModbusTiming timing, IWireObserver? observer = null) => framing == ModbusFraming.Rtu
        ? ModbusRtuClient.OverSerial(line, timing, TimeProvider.System, observer)
        : ModbusAsciiClient.OverSerial(line, timing, TimeProvider.System, observer);

    public static IModbusClient On(ModbusFraming framing, ILineChannel channel, ModbusTiming timing, TimeProvider time) => framing switch
    {
        ModbusFraming.Mbap => new ModbusTcpClient(channel, timing, time),
        ModbusFraming.Rtu => new ModbusRtuClient(channel, timing, time),
        _ => new ModbusAsciiClient(channel, timing, time),
    };
}
