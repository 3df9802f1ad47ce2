using static Gateway.Modbus.ModbusFault;

namespace Gateway.Modbus.Tests;

/// <summary>A slave that misbehaves once: what it does with the first request, and how that reading may end.</summary>
/// <param name="Name">What goes wrong.</param>
/// <param name="Misbehave">What it does with the request; the next one it answers rightly.</param>
/// <param name="Mbap">How the reading ends over Modbus TCP; null where the case makes no sense there.</param>
/// <param name="Line">How it ends over RTU and ASCII; null as above.</param>
public sealed record HostileCase(string Name, Func<Asked, IEnumerable<SlaveStep>> Misbehave, HostileEnd? Mbap, HostileEnd? Line)
{
    /// <summary>Whether the next request goes to another unit, while the first one's answer may still come.</summary>
    public bool ThenAsksAnotherUnit { get; init; }

    /// <summary>Whether it goes on for up to two time-outs, during which nobody could be heard.</summary>
    public bool Babbles { get; init; }

    public HostileEnd? EndOf(ModbusFraming framing) => framing == ModbusFraming.Mbap ? Mbap : Line;

    public override string ToString() => Name;
}

/// <summary>How a reading ends.</summary>
/// <param name="Fault">Its fault; none where the right value is read in spite of all.</param>
/// <param name="OpensAnew">Whether the next reading needs a new connection.</param>
public sealed record HostileEnd(ModbusFault Fault, bool OpensAnew = false)
{
    public static readonly HostileEnd Reads = new(None);
    public static readonly HostileEnd ReadsLast = new(None, OpensAnew: true);
    public static readonly HostileEnd TimesOut = new(ModbusFault.Timeout);
    public static readonly HostileEnd IsInvalid = new(InvalidReply);
    public static readonly HostileEnd IsRefused = new(ExceptionReply);
    public static readonly HostileEnd IsCutOff = new(Disconnected, OpensAnew: true);
}
