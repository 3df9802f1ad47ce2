using System.Buffers.Binary;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Modbus.Tests;

/// <summary>What the clients tell an observer, on a channel and a clock that the test holds.</summary>
public class WireObserverTests
{
    private const string SentRtu = "sent 110300640001C745";
    private static readonly ReadRequest Request = new(17, ModbusTable.HoldingRegister, 100, 1);
    private static readonly ModbusTiming Timing = new();
    private static readonly byte[] Reply = ModbusGen.Rtu(17, 3, 2, 0x12, 0x34);
    private static readonly byte[] OfAnother = ModbusGen.Rtu(18, 4, 2, 0xDE, 0xAD);

    private readonly FakeTimeProvider time = new();
    private readonly WireLog log = new();
    private readonly FakeChannel channel;
    private readonly byte[] data = new byte[2];

    public WireObserverTests() => channel = new FakeChannel(time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAsync_RtuReplyAmongOthers_TellsEachFrameAndTheNoise()
    {
        await using var client = Rtu();
        var reading = Begin(client);
        await channel.HearAsync();
        time.Advance(TimeSpan.FromMilliseconds(30));
        channel.Say([0x00, 0xFF, .. OfAnother, .. Reply, 0x55]);
        await reading;

        Assert.Equal(
            [SentRtu, "discarded 00FF", Frame(OfAnother), Frame(Reply), "discarded 55", "ended 17/100 None after 30 ms"], log.Lines);
    }

    [Fact]
    public async Task ReadAsync_RtuReplyDamaged_TellsTheDamagedFrame()
    {
        await using var client = Rtu();
        var reading = Begin(client);
        await channel.HearAsync();
        byte[] damaged = [.. Reply[..^1], (byte)~Reply[^1]];
        channel.Say(damaged);
        await reading;

        Assert.Equal([SentRtu, $"damaged {Convert.ToHexString(damaged)}", "ended 17/100 InvalidReply after 0 ms"], log.Lines);
    }

    [Fact]
    public async Task ReadAsync_RtuReplyCutShort_TellsTheBytesAndTheWholeWait()
    {
        await using var client = Rtu();
        var reading = Begin(client);
        await channel.HearAsync();
        await channel.ClientWaitsAsync();
        channel.Say(Reply[..4]);
        await channel.ClientWaitsAsync();
        time.Advance(Timing.ReplyTimeout);
        await reading;

        Assert.Equal([SentRtu, "discarded 11030212", "ended 17/100 InvalidReply after 1000 ms"], log.Lines);
    }

    [Fact]
    public async Task ReadAsync_RtuReplyLate_TellsTheFrameAndKeepsItsWaitOutOfTheRoundTrip()
    {
        await using var client = Rtu();
        var late = Begin(client);
        await channel.HearAsync();
        await channel.ClientWaitsAsync();
        time.Advance(Timing.ReplyTimeout);
        await late;

        var reading = Begin(client);
        await channel.ClientWaitsAsync();
        channel.Say(OfAnother[..3]);
        await channel.ClientWaitsAsync();
        channel.Say(OfAnother[3..]);
        await channel.ClientWaitsAsync();
        time.Advance(LineWire.Quiet);
        await channel.HearAsync();
        channel.Say(Reply);
        await reading;

        Assert.Equal(
            [SentRtu, "ended 17/100 Timeout after 1000 ms", Frame(OfAnother), SentRtu, Frame(Reply), "ended 17/100 None after 0 ms"],
            log.Lines);
    }

    [Fact]
    public async Task ReadAsync_BytesOnTheRtuLineBefore_TellsThem()
    {
        await using var client = Rtu();
        var first = Begin(client);
        await channel.HearAsync();
        channel.Say(Reply);
        await first;
        channel.Say(1, 2, 3, 4, 5);
        var second = Begin(client);
        await channel.HearAsync();
        channel.Say(Reply);
        await second;

        Assert.Equal(["discarded 0102030405", SentRtu, Frame(Reply), "ended 17/100 None after 0 ms"], log.Lines[3..]);
    }

    [Fact]
    public async Task ReadAsync_LinkCannotBeOpened_TellsTheEndOnly()
    {
        channel.Opening = _ => throw new IOException("No such port.");
        await using var rtu = Rtu();
        await using var tcp = new ModbusTcpClient(channel, Timing, time, log);
        await Begin(rtu);
        await Begin(tcp);

        Assert.Equal(["ended 17/100 Disconnected after 0 ms", "ended 17/100 Disconnected after 0 ms"], log.Lines);
    }

    [Fact]
    public async Task ReadAsync_TcpReplyBehindAForeignOne_TellsBothFrames()
    {
        await using var client = new ModbusTcpClient(channel, Timing, time, log);
        var reading = Begin(client);
        var sent = await channel.HearAsync();
        var transaction = BinaryPrimitives.ReadUInt16BigEndian(sent);
        var foreign = ModbusGen.Tcp((ushort)(transaction + 9), 17, 3, 2, 0xDE, 0xAD);
        var reply = ModbusGen.Tcp(transaction, 17, 3, 2, 0x12, 0x34);
        time.Advance(TimeSpan.FromMilliseconds(7));
        channel.Say([.. foreign, .. reply]);
        await reading;

        Assert.Equal(
            [$"sent {Convert.ToHexString(sent)}", Frame(foreign), Frame(reply), "ended 17/100 None after 7 ms"], log.Lines);
    }

    [Fact]
    public async Task ReadAsync_TcpStreamIsNotModbus_TellsTheBytes()
    {
        await using var client = new ModbusTcpClient(channel, Timing, time, log);
        var reading = Begin(client);
        await channel.HearAsync();
        await channel.ClientWaitsAsync();
        channel.Say("HTTP/1.1"u8.ToArray());
        await channel.ClientWaitsAsync();
        time.Advance(Timing.ReplyTimeout);
        await reading;

        Assert.Equal(["discarded 485454502F312E31", "ended 17/100 InvalidReply after 1000 ms"], log.Lines[1..]);
    }

    private static string Frame(byte[] frame) => $"frame {Convert.ToHexString(frame)}";

    private ModbusRtuClient Rtu() => new(channel, Timing, time, log);

    private Task<ReadResult> Begin(IModbusClient client) => client.ReadAsync(Request, data, Stop).Guarded();
}
