using System.Buffers.Binary;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Modbus.Tests;

/// <summary>What TCP may do to a stream of replies, on a channel that the test cuts as it likes.</summary>
public class ModbusTcpClientStreamTests
{
    private static readonly ReadRequest Request = new(17, ModbusTable.HoldingRegister, 100, 1);

    [Fact]
    public Task ReadAsync_ReplyCutAnywhere_GivesTheSame() =>
        Gen.Select(ModbusGen.Exchange, Gen.Int[1, 40]).SampleAsync(async (exchange, piece) =>
        {
            var time = new FakeTimeProvider();
            var channel = new FakeChannel(time);
            await using var client = new ModbusTcpClient(channel, new ModbusTiming(), time);
            var data = new byte[exchange.Request.ByteCount];
            var reading = client.ReadAsync(exchange.Request, data, CancellationToken.None).Guarded();

            var transaction = BinaryPrimitives.ReadUInt16BigEndian(await channel.HearAsync());
            foreach (var part in ModbusGen.Tcp(transaction, exchange.Request.Unit, exchange.Pdu).Chunk(piece))
                channel.Say(part);

            return (await reading).IsSuccess && data.AsSpan().SequenceEqual(exchange.Pdu.AsSpan(2));
        });

    [Fact]
    public Task ReadAsync_AnyBytesInReply_EndsAsAValue() =>
        ModbusGen.Bytes.Where(bytes => bytes.Length > 0).SampleAsync(async bytes =>
        {
            var time = new FakeTimeProvider();
            var channel = new FakeChannel(time);
            await using var client = new ModbusTcpClient(channel, new ModbusTiming(), time);
            var reading = client.ReadAsync(Request, new byte[2], CancellationToken.None).Guarded();

            await channel.HearAsync();
            channel.Say(bytes);
            channel.Break();

            return (await reading).Fault is ModbusFault.InvalidReply or ModbusFault.Disconnected;
        });

    [Fact]
    public async Task ReadAsync_ForeignTransactionOnly_IsInvalidWhenTheTimeIsUp()
    {
        var time = new FakeTimeProvider();
        var channel = new FakeChannel(time);
        await using var client = new ModbusTcpClient(channel, new ModbusTiming(), time);
        var reading = client.ReadAsync(Request, new byte[2], TestContext.Current.CancellationToken).Guarded();

        var transaction = BinaryPrimitives.ReadUInt16BigEndian(await channel.HearAsync());
        await channel.ClientWaitsAsync();
        channel.Say(ModbusGen.Tcp((ushort)(transaction + 1), 17, 3, 2, 0xDE, 0xAD));
        await channel.ClientWaitsAsync();
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(ReadResult.Failed(ModbusFault.InvalidReply), await reading);
    }

    [Fact]
    public async Task ReadAsync_ConnectionEndsWhileIdle_OpensAnewWithinTheSameRead()
    {
        var time = new FakeTimeProvider();
        var channel = new FakeChannel(time);
        await using var client = new ModbusTcpClient(channel, new ModbusTiming(), time);
        var data = new byte[2];
        await ReadOnce();
        channel.Break();
        await channel.ClosedAsync();

        await ReadOnce();
        Assert.Equal(2, channel.TimesOpened);

        async Task ReadOnce()
        {
            var reading = client.ReadAsync(Request, data, TestContext.Current.CancellationToken).Guarded();
            channel.Say(ModbusGen.Tcp(BinaryPrimitives.ReadUInt16BigEndian(await channel.HearAsync()), 17, 3, 2, 0x12, 0x34));
            Assert.Equal(ReadResult.Success, await reading);
        }
    }

    [Fact]
    public async Task ReadAsync_ForeignTransactionBeforeItsOwn_GivesItsOwn()
    {
        var time = new FakeTimeProvider();
        var channel = new FakeChannel(time);
        await using var client = new ModbusTcpClient(channel, new ModbusTiming(), time);
        var data = new byte[2];
        var reading = client.ReadAsync(Request, data, TestContext.Current.CancellationToken).Guarded();

        var transaction = BinaryPrimitives.ReadUInt16BigEndian(await channel.HearAsync());
        channel.Say([
            .. ModbusGen.Tcp((ushort)(transaction + 1), 17, 3, 2, 0xDE, 0xAD), .. ModbusGen.Tcp(transaction, 17, 3, 2, 0x12, 0x34)]);

        Assert.Equal(ReadResult.Success, await reading);
        Assert.Equal("1234", Convert.ToHexString(data));
    }

    [Fact]
    public async Task ReadAsync_MoreThan65536Requests_GoesOnBeyondTheLastTransactionId()
    {
        var time = new FakeTimeProvider();
        var channel = new FakeChannel(time);
        await using var client = new ModbusTcpClient(channel, new ModbusTiming(), time);
        var data = new byte[2];
        for (var round = 0; round < 65_540; round++)
        {
            var reading = client.ReadAsync(Request, data, CancellationToken.None).Guarded();
            var transaction = BinaryPrimitives.ReadUInt16BigEndian(await channel.HearAsync());
            channel.Say(ModbusGen.Tcp(transaction, 17, 3, 2, (byte)(round >> 8), (byte)round));
            Assert.Equal(ReadResult.Success, await reading);
            Assert.Equal((ushort)round, BinaryPrimitives.ReadUInt16BigEndian(data));
        }
    }
}
