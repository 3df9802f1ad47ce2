using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Modbus.Tests;

/// <summary>What a line or a serial server may do to the bytes of a reply.</summary>
public class ModbusRtuClientStreamTests
{
    [Fact]
    public Task ReadAsync_ReplyCutAnywhere_GivesTheSame() =>
        Gen.Select(ModbusGen.Exchange, Gen.Int[1, 40]).SampleAsync(async (exchange, piece) =>
        {
            var time = new FakeTimeProvider();
            var channel = new FakeChannel(time);
            await using var client = new ModbusRtuClient(channel, new ModbusTiming(), time);
            var data = new byte[exchange.Request.ByteCount];
            var reading = client.ReadAsync(exchange.Request, data, CancellationToken.None).Guarded();

            await channel.HearAsync();
            foreach (var part in ModbusGen.Rtu(exchange.Request.Unit, exchange.Pdu).Chunk(piece))
                channel.Say(part);

            return (await reading).IsSuccess && data.AsSpan().SequenceEqual(exchange.Pdu.AsSpan(2));
        });

    [Fact]
    public Task ReadAsync_AnyBytesInReply_EndsAsAValue() =>
        Gen.Select(ModbusGen.Request, ModbusGen.Bytes.Where(bytes => bytes.Length > 0)).SampleAsync(async (request, bytes) =>
        {
            var time = new FakeTimeProvider();
            var channel = new FakeChannel(time);
            await using var client = new ModbusRtuClient(channel, new ModbusTiming(), time);
            var reading = client.ReadAsync(request, new byte[request.ByteCount], CancellationToken.None).Guarded();

            await channel.HearAsync();
            channel.Say(bytes);
            channel.Break();

            return (await reading).Fault is ModbusFault.InvalidReply or ModbusFault.Disconnected;
        });
}
