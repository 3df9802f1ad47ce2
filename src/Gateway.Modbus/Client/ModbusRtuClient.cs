using System.Net;

namespace Gateway.Modbus;

/// <summary>Reads over Modbus RTU, on a serial line or through a TCP connection to a transparent serial server.</summary>
public sealed class ModbusRtuClient : ModbusLineClient
{
    internal ModbusRtuClient(ILineChannel channel, ModbusTiming timing, TimeProvider time, IWireObserver? observer = null)
        : base(LineFraming.Rtu, channel, timing, time, observer)
    {
    }

    /// <summary>Makes a client for a serial line; opens nothing yet.</summary>
    /// <param name="line">Port and its settings.</param>
    /// <param name="timing">How long to wait.</param>
    /// <param name="time">Measures the waits.</param>
    /// <param name="observer">Sees what passes on the wire.</param>
    /// <exception cref="ArgumentException">The line has 7 data bits.</exception>
    public static ModbusRtuClient OverSerial(
        SerialLine line, ModbusTiming timing, TimeProvider time, IWireObserver? observer = null) =>
        line.DataBits == 8
            ? new(SerialChannel.Of(line, time), timing, time, observer)
            : throw new ArgumentException(SerialLine.RtuNeedsEightBits, nameof(line));

    /// <summary>Makes a client for a serial line behind a transparent TCP serial server; connects to nothing yet.</summary>
    /// <param name="endPoint">Host name or address, and port.</param>
    /// <param name="timing">How long to wait; the reply time-out must cover the characters' time on that line too.</param>
    /// <param name="time">Measures the waits.</param>
    /// <param name="observer">Sees what passes on the wire.</param>
    public static ModbusRtuClient OverTcp(
        DnsEndPoint endPoint, ModbusTiming timing, TimeProvider time, IWireObserver? observer = null) =>
        new(new TcpChannel(endPoint), timing, time, observer);
}
