using static Gateway.Modbus.Tests.HostileEnd;

namespace Gateway.Modbus.Tests;

/// <summary>
/// The specification of what a slave may do to a client. One thing is not in it, since nothing on a line can tell: a copy of a
/// reply that begins only when the next request of the same shape is out already.
/// </summary>
public static class HostileCases
{
    private const ModbusExceptionCode Busy = ModbusExceptionCode.ServerDeviceBusy;

    private static readonly byte[] Noise = [0x00, 0xFF, 0x55, 0xAA, 0x11];

    /// <summary>Modbus TCP first, then RTU and ASCII.</summary>
    public static readonly HostileCase[] All =
    [
        new("no reply", _ => [], TimesOut, TimesOut),
        new("late reply while the same unit is asked again", asked => [Wait(1.2), Say(asked.Good)], TimesOut, TimesOut),
        new("late reply while another unit is asked", asked => [Wait(1.2), Say(asked.Good)], TimesOut, TimesOut)
        {
            ThenAsksAnotherUnit = true,
        },
        new("late exception", asked => [Wait(1.2), Say(asked.Exception(Busy))], TimesOut, TimesOut),
        new("late reply in two halves", asked => [Wait(0.9), Say(asked.Good[..5]), Wait(0.3), Say(asked.Good[5..])], TimesOut, IsInvalid),

        new("truncated before its last byte", asked => [Say(asked.Good[..^1])], TimesOut, IsInvalid),
        new("truncated in its data", asked => [Say(asked.Good[..^4])], TimesOut, IsInvalid),
        new("truncated in its head", asked => [Say(asked.Good[..2])], TimesOut, IsInvalid),
        new("truncated, so that the next reply is just what is missing", asked => [Say(asked.Tcp(length: 24))], TimesOut, null),

        new("two replies in one segment", asked => [Say([.. asked.Good, .. asked.Good])], Reads, Reads),
        new("reply with half of another behind it", asked => [Say([.. asked.Good, .. asked.Good[..5]])], Reads, Reads),
        new("another unit's reply before it, merged", asked => [Say([.. asked.FromAnotherUnit, .. asked.Good])], IsInvalid, Reads),
        new("foreign transaction before it, merged", asked => [Say([.. asked.OfAnotherTransaction, .. asked.Good])], Reads, null),
        new("same reply twice", asked => [Say(asked.Good), Say(asked.Good)], Reads, Reads),
        new("its own request as an echo before it", asked => [Say(asked.Request), Say(asked.Good)], IsInvalid, Reads),

        new("wrong unit", asked => [Say(asked.FromAnotherUnit)], IsInvalid, IsInvalid),
        new("wrong function", asked => [Say(asked.OfAnotherFunction)], IsInvalid, IsInvalid),
        new("foreign transaction", asked => [Say(asked.OfAnotherTransaction)], IsInvalid, null),
        new("fewer registers", asked => [Say(asked.TooShort)], IsInvalid, IsInvalid),
        new("more registers", asked => [Say(asked.TooLong)], IsInvalid, IsInvalid),
        new("byte count beyond its end", asked => [Say(asked.WrongByteCount)], IsInvalid, IsInvalid),
        new("wrong checksum", asked => [Say(asked.BrokenChecksum)], null, IsInvalid),

        new("exception", asked => [Say(asked.Exception(Busy))], IsRefused, IsRefused),
        new("exception with garbage behind it", asked => [Say([.. asked.Exception(Busy), .. Noise])], IsRefused, IsRefused),
        new("exception of another function", asked => [Say(asked.ExceptionOfAnotherFunction(Busy))], IsInvalid, IsInvalid),
        new("exception without a number", asked => [Say(asked.Exception(ModbusExceptionCode.None))], IsInvalid, IsInvalid),

        new("a byte at a time, in time", asked => Drip(asked.Good, 0.04), Reads, Reads),
        new("a byte at a time, slower than the time-out", asked => Drip(asked.Good, 0.2), TimesOut, IsInvalid),

        new("garbage", _ => [Say(Noise)], TimesOut, IsInvalid),
        new("much garbage", _ => [Say([.. Enumerable.Repeat(Noise, 40).SelectMany(noise => noise)])], IsInvalid, IsInvalid),
        new("garbage before it, merged", asked => [Say([.. Noise, .. asked.Good])], Reads, Reads),
        new("garbage before it", asked => [Say(Noise), Wait(0.1), Say(asked.Good)], Reads, Reads),
        new("garbage behind it", asked => [Say([.. asked.Good, .. Noise])], Reads, Reads),
        new("text", _ => [Say("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"u8.ToArray())], IsInvalid, IsInvalid),
        new("bytes without end", _ => Endless([0x3F, 0x2D, 0x11]), IsInvalid, IsInvalid) { Babbles = true },
        new("zeroes without end", _ => Endless(new byte[40]), IsInvalid, IsInvalid) { Babbles = true },
        new("foreign frames without end", asked => Endless(asked.OfAnotherTransaction), IsInvalid, null) { Babbles = true },

        new("length 0", asked => [Say(asked.Tcp(length: 0))], IsInvalid, null),
        new("length 1", asked => [Say(asked.Tcp(length: 1))], IsInvalid, null),
        new("length 255", asked => [Say(asked.Tcp(length: 255))], IsInvalid, null),
        new("length 65535", asked => [Say(asked.Tcp(length: 65535))], IsInvalid, null),
        new("longest length, nothing behind it", asked => [Say(asked.Tcp(length: 254))], TimesOut, null),
        new("another protocol", asked => [Say(asked.Tcp(protocol: 1))], IsInvalid, null),

        new("disconnect", _ => [HangUp()], IsCutOff, IsCutOff),
        new("disconnect in mid-frame", asked => [Say(asked.Good[..^3]), HangUp()], IsCutOff, IsCutOff),
        new("disconnect right behind it", asked => [Say(asked.Good), HangUp()], ReadsLast, ReadsLast),
        new("reset", _ => [Reset()], IsCutOff, IsCutOff),
        new("reset in mid-frame", asked => [Say(asked.Good[..^3]), Wait(0.1), Reset()], IsCutOff, IsCutOff),
    ];

    public static TheoryData<string> Names(ModbusFraming framing) =>
        [.. All.Where(hostile => hostile.EndOf(framing) is not null).Select(hostile => hostile.Name)];

    public static HostileCase Named(string name) => All.Single(hostile => hostile.Name == name);

    private static SlaveStep.Say Say(byte[] bytes) => new(bytes);

    private static SlaveStep.Wait Wait(double timeouts) => new(timeouts);

    private static SlaveStep.HangUp HangUp() => new(Resets: false);

    private static SlaveStep.HangUp Reset() => new(Resets: true);

    private static IEnumerable<SlaveStep> Drip(byte[] bytes, double pause) =>
        bytes.SelectMany(value => (SlaveStep[])[Wait(pause), Say([value])]);

    /// <summary>Longer than the client waits, though not for ever: then the line is heard again.</summary>
    private static IEnumerable<SlaveStep> Endless(byte[] bytes) =>
        Enumerable.Repeat<SlaveStep[]>([Say(bytes), Wait(0.02)], 75).SelectMany(steps => steps);
}
