using Gateway.Configuration;
using Gateway.Modbus;

namespace Gateway.Northbound;

/// <summary>
/// Serves the newest values over Modbus TCP, for a PLC or SCADA. Reads only: every other function is refused. Answers the configured unit,
/// and 0 and 255, by which a client means the server itself (Modbus Messaging on TCP/IP V1.0b, 4.4.2).
/// </summary>
internal sealed class RegisterServer : IAsyncDisposable
{
    private readonly ModbusTcpServer server;
    private volatile RegisterImage? image;

    private RegisterServer(ModbusServerOptions options) => server = ModbusTcpServer.Start(
        options.Listen, ModbusFraming.Mbap, unit => unit == options.Unit || unit is 0 or 255, Answer, TimeProvider.System);

    /// <summary>Port and address, with the port that was really taken.</summary>
    public System.Net.IPEndPoint EndPoint => server.EndPoint;

    /// <summary>Starts to listen. Until <see cref="Show"/> is called it answers that it is busy (exception 06).</summary>
    /// <exception cref="NamedFailure">The address is taken or not this machine's.</exception>
    public static RegisterServer Listen(ModbusServerOptions options)
    {
        try
        {
            return new RegisterServer(options);
        }
        catch (IOException fault)
        {
            throw new NamedFailure($"{options.Place}: {fault.Message}");
        }
    }

    /// <summary>Serves these registers from here on.</summary>
    public void Show(RegisterImage registers) => image = registers;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private ModbusExceptionCode? Answer(ReadRequest request, Span<byte> destination) =>
        image?.Read(request, destination) ?? ModbusExceptionCode.ServerDeviceBusy;
}
