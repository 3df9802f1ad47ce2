namespace Gateway.Modbus;

/// <summary>Chooses how a serial port is used on this machine.</summary>
internal static class SerialChannel
{
    public static ILineChannel Of(SerialLine line, TimeProvider time) =>
        TerminalCalls.AreKnown ? new TerminalChannel(line, time) : new SerialPortChannel(line);
}
