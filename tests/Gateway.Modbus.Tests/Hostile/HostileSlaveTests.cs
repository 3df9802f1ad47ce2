using Gateway.Fuzz;

namespace Gateway.Modbus.Tests;

/// <summary>
/// What a client makes of a slave that misbehaves, under a simulated clock: how the reading ends and when, that the very next reading
/// gives the right value, and on which connection.
/// </summary>
public sealed class HostileSlaveTests
{
    private static readonly ModbusTiming Timing = new();
    private static readonly TimeSpan T35 = TimeSpan.FromMilliseconds(4);
    private static readonly ReadRequest First = new(17, ModbusTable.HoldingRegister, 100, 3);
    private static readonly ReadRequest Next = First with { Address = 200 };

    public static TheoryData<string> TcpCases => HostileCases.Names(ModbusFraming.Mbap);

    public static TheoryData<string> LineCases => HostileCases.Names(ModbusFraming.Rtu);

    [Theory]
    [MemberData(nameof(TcpCases))]
    public void ReadAsync_TcpSlaveMisbehaves_EndsInTimeAndTheNextReadingIsRight(string hostile) =>
        Play(HostileCases.Named(hostile), ModbusFraming.Mbap, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(LineCases))]
    public void ReadAsync_SerialSlaveMisbehaves_EndsInTimeAndTheNextReadingIsRight(string hostile) =>
        Play(HostileCases.Named(hostile), ModbusFraming.Rtu, T35);

    [Theory]
    [MemberData(nameof(LineCases))]
    public void ReadAsync_RtuOverTcpSlaveMisbehaves_EndsInTimeAndTheNextReadingIsRight(string hostile) =>
        Play(HostileCases.Named(hostile), ModbusFraming.Rtu, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(LineCases))]
    public void ReadAsync_AsciiSlaveMisbehaves_EndsInTimeAndTheNextReadingIsRight(string hostile) =>
        Play(HostileCases.Named(hostile), ModbusFraming.Ascii, T35);

    [Theory]
    [MemberData(nameof(LineCases))]
    public void ReadAsync_AsciiOverTcpSlaveMisbehaves_EndsInTimeAndTheNextReadingIsRight(string hostile) =>
        Play(HostileCases.Named(hostile), ModbusFraming.Ascii, TimeSpan.Zero);

    private static void Play(HostileCase hostile, ModbusFraming framing, TimeSpan silence)
    {
        var time = new SimulatedTime();
        var channel = new SimulatedChannel(time) { FrameSilence = silence };
        var client = FramedClient.On(framing, channel, Timing, time);
        var end = hostile.EndOf(framing)!;

        channel.Slave = sent => Say(channel, hostile.Misbehave(new Asked(framing, sent)));
        var started = time.Now;
        AssertEnds(end.Fault, First, Read(time, client, First, out var data), data);
        Assert.InRange(time.Now - started, TimeSpan.Zero, Timing.ReplyTimeout);
        Assert.Equal(1, channel.TimesOpened);

        time.Pass(hostile.Babbles ? Timing.ReplyTimeout * 2 : TimeSpan.FromMilliseconds(1));
        channel.Slave = sent => channel.SayAfter(Timing.ReplyTimeout / 4, new Asked(framing, sent).Good);
        var next = hostile.ThenAsksAnotherUnit ? Next with { Unit = 18 } : Next;
        AssertEnds(ModbusFault.None, next, Read(time, client, next, out data), data);
        Assert.Equal(end.OpensAnew ? 2 : 1, channel.TimesOpened);
    }

    private static void AssertEnds(ModbusFault fault, ReadRequest request, ReadResult result, byte[] data)
    {
        Assert.Equal(fault, result.Fault);
        Assert.Equal(result.IsSuccess ? Registers.Expected(request) : new byte[request.ByteCount], data);
    }

    private static ReadResult Read(SimulatedTime time, IModbusClient client, ReadRequest request, out byte[] data)
    {
        var destination = data = new byte[request.ByteCount];
        return time.Run(() => client.ReadAsync(request, destination, CancellationToken.None), Timing.ReplyTimeout * 5);
    }

    private static void Say(SimulatedChannel channel, IEnumerable<SlaveStep> steps)
    {
        var at = TimeSpan.Zero;
        foreach (var step in steps)
        {
            switch (step)
            {
                case SlaveStep.Say say:
                    channel.SayAfter(at, say.Bytes);
                    break;
                case SlaveStep.Wait wait:
                    at += wait.Timeouts * Timing.ReplyTimeout;
                    break;
                case SlaveStep.HangUp:
                    channel.BreakAfter(at);
                    break;
            }
        }
    }
}
