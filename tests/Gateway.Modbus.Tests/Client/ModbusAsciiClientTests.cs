using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Modbus.Tests;

/// <summary>What ASCII has for itself; the rest it shares with <see cref="ModbusRtuClientTests"/> and the hostile slaves.</summary>
public sealed class ModbusAsciiClientTests : IAsyncDisposable
{
    private static readonly ReadRequest Request = new(17, ModbusTable.HoldingRegister, 0x6B, 1);
    private static readonly byte[] OldReply = ModbusGen.Ascii(17, 3, 2, 0xDE, 0xAD);
    private static readonly byte[] Reply = ModbusGen.Ascii(17, 3, 2, 0x12, 0x34);
    private static readonly ModbusTiming Patient = new() { ReplyTimeout = TimeSpan.FromSeconds(5) };

    private readonly FakeTimeProvider time = new();
    private readonly LinkStatistics statistics = new();
    private readonly FakeChannel channel;
    private readonly ModbusAsciiClient client;
    private readonly byte[] data = new byte[2];

    public ModbusAsciiClientTests()
    {
        channel = new FakeChannel(time);
        client = new ModbusAsciiClient(channel, Patient, time, statistics);
    }

    [Fact]
    public async Task ReadAsync_Reply_GivesItsData()
    {
        var reading = Read();
        Assert.Equal(":1103006B000180\r\n", Encoding.ASCII.GetString(await channel.HearAsync()));
        channel.Say(Reply);

        await AssertReply(reading);
        Assert.Equal((17, 15), (statistics.OfLink().BytesSent, statistics.OfLink().BytesReceived));
    }

    [Theory]
    [InlineData(1000, ModbusFault.None)]
    [InlineData(1001, ModbusFault.InvalidReply)]
    public async Task ReadAsync_ReplyWithAPauseInIt_IsReadUpToOneSecond(int pauseMs, ModbusFault fault)
    {
        var reading = await BeginAsync(Reply[..6]);
        time.Advance(TimeSpan.FromMilliseconds(pauseMs));
        channel.Say(Reply[6..]);
        if (fault != ModbusFault.None)
        {
            await channel.ClientWaitsAsync();
            time.Advance(Patient.ReplyTimeout);
        }

        Assert.Equal(fault, (await reading).Fault);
        Assert.Equal(fault == ModbusFault.None ? 0 : Reply.Length, statistics.OfLink().BytesDiscarded);
    }

    [Fact]
    public async Task ReadAsync_ReplyBrokenOffThenAWholeOne_GivesItsData()
    {
        var reading = await BeginAsync(OldReply[..6]);
        time.Advance(TimeSpan.FromMilliseconds(1001));
        channel.Say([.. OldReply[6..], .. Reply]);

        await AssertReply(reading);
    }

    [Fact]
    public async Task ReadAsync_LateReply_IsNotGivenToTheNextRequest()
    {
        var late = Read();
        await channel.HearAsync();
        await channel.ClientWaitsAsync();
        time.Advance(Patient.ReplyTimeout);
        Assert.Equal(ReadResult.Failed(ModbusFault.Timeout), await late);

        var reading = Read();
        await channel.ClientWaitsAsync();
        channel.Say(OldReply);
        await channel.ClientWaitsAsync();
        Assert.False(channel.HasSent);
        time.Advance(LineWire.Quiet);
        await channel.HearAsync();
        channel.Say(Reply);

        await AssertReply(reading);
    }

    [Fact]
    public async Task ReadAsync_NoiseAndDamagedFramesAroundIt_AreToldAsWhatTheyAre()
    {
        var reading = Read();
        await channel.HearAsync();
        channel.Say([.. "xx"u8, .. ":1203021234FF\r\n"u8, .. "a: b\r\n"u8, .. Reply, .. ":1"u8]);

        await AssertReply(reading);
        Assert.Equal(1, statistics.OfLink().ChecksumErrors);
        Assert.Equal(2 + 15 + 6 + 2, statistics.OfLink().BytesDiscarded);
        Assert.Equal(15, statistics.OfLink().BytesReceived);
    }

    [Theory]
    [InlineData("7E1")]
    [InlineData("8N1")]
    public async Task ReadAsync_ThroughAPseudoTerminal_ReadsAllTables(string format)
    {
        var stop = TestContext.Current.CancellationToken;
        var line = PseudoTerminal.Open();
        await using var server = ModbusAsciiServer.Start(line, Registers.HasUnit, Registers.Answer, TimeProvider.System);
        await using var client = ModbusAsciiClient.OverSerial(
            SerialLine.Parse(line.Path, 115_200, format), Patient, TimeProvider.System);

        foreach (var table in Enum.GetValues<ModbusTable>())
        {
            var request = new ReadRequest(Registers.Unit, table, 40, 125);
            var data = new byte[request.ByteCount];
            Assert.Equal(ReadResult.Success, await client.ReadAsync(request, data, stop));
            Assert.Equal(Registers.Expected(request), data);
        }
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private Task<ReadResult> Read() => client.ReadAsync(Request, data, TestContext.Current.CancellationToken).Guarded();

    private async Task<Task<ReadResult>> BeginAsync(byte[] begin)
    {
        var reading = Read();
        await channel.HearAsync();
        await channel.ClientWaitsAsync();
        channel.Say(begin);
        await channel.ClientWaitsAsync();
        return reading;
    }

    private async Task AssertReply(Task<ReadResult> reading)
    {
        Assert.Equal(ReadResult.Success, await reading);
        Assert.Equal("1234", Convert.ToHexString(data));
    }
}
