using System.Buffers.Binary;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Modbus.Tests;

/// <summary>Several reads in flight on one connection, on a channel and a clock that the test holds.</summary>
public sealed class PipelineTests : IAsyncDisposable
{
    private static readonly ModbusTiming Timing = new();
    private static readonly int[] Turns = [0, 1, 2];

    private readonly FakeTimeProvider time = new();
    private readonly FakeChannel channel;
    private readonly ModbusTcpClient client;
    private readonly byte[][] data = [new byte[2], new byte[2], new byte[2]];

    public PipelineTests()
    {
        channel = new FakeChannel(time);
        client = new ModbusTcpClient(channel, Timing, time, pipeline: 3);
    }

    [Fact]
    public async Task ReadAsync_RepliesInAnyOrder_EachGetsItsOwn()
    {
        Task<ReadResult>[] readings = [Read(0), Read(1), Read(2)];
        var requests = await HearAsync(3);
        channel.Say([.. Reply(requests[2]), .. Reply(requests[0]), .. Reply(requests[1])]);

        Assert.All(await Task.WhenAll(readings), result => Assert.Equal(ReadResult.Success, result));
        Assert.Equal(["0064", "0065", "0066"], data.Select(Convert.ToHexString));
    }

    [Fact]
    public async Task ReadAsync_OneTimesOut_TheOthersAreGood()
    {
        var first = Read(0);
        var requests = await HearAsync(1);
        time.Advance(Timing.ReplyTimeout / 2);
        var second = Read(1);
        requests.AddRange(await HearAsync(1));
        time.Advance(Timing.ReplyTimeout / 2);
        Assert.Equal(ReadResult.Failed(ModbusFault.Timeout), await first);

        var third = Read(2);
        requests.AddRange(await HearAsync(1));
        channel.Say([.. Reply(requests[0]), .. Reply(requests[2]), .. Reply(requests[1])]);

        Assert.Equal(ReadResult.Success, await second);
        Assert.Equal(ReadResult.Success, await third);
        Assert.Equal(["0000", "0065", "0066"], data.Select(Convert.ToHexString));
        Assert.Equal(1, channel.TimesOpened);
    }

    [Fact]
    public async Task ReadAsync_OneCancelled_TheOthersAreGood()
    {
        using var giveUp = new CancellationTokenSource();
        var first = client.ReadAsync(Request(0), data[0], giveUp.Token).AsTask();
        var second = Read(1);
        var requests = await HearAsync(2);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        channel.Say([.. Reply(requests[0]), .. Reply(requests[1])]);

        Assert.Equal(ReadResult.Success, await second);
        Assert.Equal(["0000", "0065"], data[..2].Select(Convert.ToHexString));
    }

    [Fact]
    public async Task ReadAsync_LinkBreaks_AllAreDisconnectedAndTheNextOpensAnew()
    {
        Task<ReadResult>[] readings = [Read(0), Read(1), Read(2)];
        await HearAsync(3);
        channel.Break();
        Assert.All(await Task.WhenAll(readings), result => Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), result));

        var next = Read(0);
        channel.Say(Reply((await HearAsync(1))[0]));

        Assert.Equal(ReadResult.Success, await next);
        Assert.Equal(2, channel.TimesOpened);
    }

    [Fact]
    public async Task ReadAsync_LinkCannotBeOpened_AllShareTheOneAttempt()
    {
        var attempts = 0;
        var refused = new TaskCompletionSource();
        channel.Opening = async _ =>
        {
            attempts++;
            await refused.Task;
            throw new IOException("Nobody listens.");
        };
        Task<ReadResult>[] readings = [Read(0), Read(1), Read(2)];
        refused.SetResult();

        Assert.All(await Task.WhenAll(readings), result => Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), result));
        Assert.Equal(1, attempts);
        Assert.Equal("Nobody listens.", client.LastOpenFailure);
    }

    [Fact]
    public async Task ReadAsync_MoreThanThePipelineTakes_Throws()
    {
        _ = Read(0);
        _ = Read(1);
        _ = Read(2);
        await HearAsync(3);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Read(0));
    }

    [Fact]
    public async Task DisposeAsync_ReadsInFlight_AreDisconnected()
    {
        Task<ReadResult>[] readings = [Read(0), Read(1)];
        await HearAsync(2);
        await client.DisposeAsync();

        Assert.All(await Task.WhenAll(readings), result => Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), result));
    }

    [Fact]
    public async Task ReadAsync_WithTurnaround_WaitsAfterTheReply()
    {
        await using var client = new ModbusTcpClient(
            channel, new ModbusTiming { Turnaround = TimeSpan.FromMilliseconds(20) }, time);
        var first = client.ReadAsync(Request(0), data[0], CancellationToken.None).Guarded();
        channel.Say(Reply((await HearAsync(1))[0]));
        await first;

        var second = client.ReadAsync(Request(1), data[1], CancellationToken.None).Guarded();
        time.Advance(TimeSpan.FromMilliseconds(19));
        Assert.False(channel.HasSent);
        time.Advance(TimeSpan.FromMilliseconds(1));
        channel.Say(Reply((await HearAsync(1))[0]));

        Assert.Equal(ReadResult.Success, await second);
    }

    [Fact]
    public Task ReadAsync_AnyOrderAndAnyCut_EachGetsItsOwn() =>
        Gen.Select(Gen.Shuffle(Turns), Gen.Int[1, 40]).SampleAsync(async (order, piece) =>
        {
            var channel = new FakeChannel(time);
            await using var client = new ModbusTcpClient(channel, Timing, time, pipeline: 3);
            var data = order.Select(_ => new byte[2]).ToArray();
            Task<ReadResult>[] readings =
                [.. data.Select((bytes, index) => client.ReadAsync(Request(index), bytes, CancellationToken.None).Guarded())];
            var requests = await HearAsync(channel, 3);
            foreach (var part in order.SelectMany(index => Reply(requests[index])).Chunk(piece))
                channel.Say(part);

            var results = await Task.WhenAll(readings);
            return results.All(result => result.IsSuccess)
                && data.Select(Convert.ToHexString).SequenceEqual(["0064", "0065", "0066"]);
        });

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private static ReadRequest Request(int index) => new(17, ModbusTable.HoldingRegister, (ushort)(100 + index), 1);

    /// <summary>Answers with the address as the value.</summary>
    private static byte[] Reply(byte[] request) =>
        ModbusGen.Tcp(BinaryPrimitives.ReadUInt16BigEndian(request), request[6], request[7], 2, request[8], request[9]);

    private Task<ReadResult> Read(int index) =>
        client.ReadAsync(Request(index), data[index], TestContext.Current.CancellationToken).Guarded();

    private Task<List<byte[]>> HearAsync(int count) => HearAsync(channel, count);

    /// <summary>So many requests, however they were joined when sent.</summary>
    private static async Task<List<byte[]>> HearAsync(FakeChannel channel, int count)
    {
        List<byte[]> requests = [];
        while (requests.Count < count)
            requests.AddRange((await channel.HearAsync()).Chunk(Mbap.HeaderLength + ReadPdu.RequestLength));
        return requests;
    }
}
