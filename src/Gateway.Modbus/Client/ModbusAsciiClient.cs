using System.Net;

namespace Gateway.Modbus;

/// <summary>
/// Reads over Modbus ASCII, on a serial line, with 7 data bits as a rule, or through a TCP connection to a transparent serial server.
/// </summary>
public sealed class ModbusAsciiClient : ModbusLineClient
{
    internal ModbusAsciiClient(ILineChannel channel, ModbusTiming timing, TimeProvider time, IWireObserver? observer = null)
        : base(LineFraming.Ascii, channel, timing, time, observer)
    {
    }

    /// <summary>Makes a client for a serial line; opens nothing yet.</summary>
    /// <param name="line">Port and its settings; 7 or 8 data bits.</param>
    /// <param name="timing">How long to wait.</param>
    /// <param name="time">Measures the waits.</param>
    /// <param name="observer">Sees what passes on the wire.</param>
    public static ModbusAsciiClient OverSerial(
        SerialLine line, ModbusTiming timing, TimeProvider time, IWireObserver? observer = null) =>
        new(SerialChannel.Of(line, time), timing, time, observer);

    /// <summary>Makes a client for a serial line behind a transparent TCP serial server; connects to nothing yet.</summary>
    /// <param name="endPoint">Host name or address, and port.</param>
    /// <param name="timing">How long to wait; the reply time-out must cover the characters' time on that line too.</param>
    /// <param name="time">Measures the waits.</param>
    /// <param name="observer">Sees what passes on the wire.</param>
    public static ModbusAsciiClient OverTcp(
        DnsEndPoint endPoint, ModbusTiming timing, TimeProvider time, IWireObserver? observer = null) =>
        new(new TcpChannel(endPoint), timing, time, observer);
}
