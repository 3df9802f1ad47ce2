namespace Gateway.Modbus;

/// <summary>Answers reads on an ASCII line. For simulators and tests.</summary>
public sealed class ModbusAsciiServer : ModbusLineServer
{
    private ModbusAsciiServer(Stream stream, Predicate<byte> hasUnit, ReadHandler handler, TimeProvider time)
        : base(stream, new AsciiSession(stream, hasUnit, handler, time).RunAsync)
    {
    }

    /// <summary>Starts to answer.</summary>
    /// <param name="stream">
    /// The line, such as the master side of a pseudo-terminal; the server owns it from now on. Its reads must end on cancellation or
    /// when it is disposed of.
    /// </param>
    /// <param name="hasUnit">Which units are there; all others are silent, even to what is forbidden.</param>
    /// <param name="handler">Answers the reads.</param>
    /// <param name="time">Tells the pause that ends a broken frame.</param>
    public static ModbusAsciiServer Start(Stream stream, Predicate<byte> hasUnit, ReadHandler handler, TimeProvider time) =>
        new(stream, hasUnit, handler, time);
}
