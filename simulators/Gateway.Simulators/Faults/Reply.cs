using Gateway.Modbus;

namespace Gateway.Simulators;

/// <summary>What a device answers, and what the wire makes of it.</summary>
/// <param name="Code">None, an exception, or null for silence.</param>
/// <param name="Trouble">What is wrong with the reply's way.</param>
public readonly record struct Reply(ModbusExceptionCode? Code, WireTrouble Trouble = default)
{
    /// <summary>No answer.</summary>
    public static Reply Silent { get; } = new(null);
}

/// <summary>What is wrong with a reply's way.</summary>
/// <param name="Delay">How late it is, by the wire's time.</param>
/// <param name="Unit">The unit it names instead of its own.</param>
/// <param name="BreaksChecksum">True when its checksum is wrong.</param>
/// <param name="HangsUp">True when the connection ends in its place.</param>
public readonly record struct WireTrouble(TimeSpan Delay, byte? Unit, bool BreaksChecksum, bool HangsUp);
