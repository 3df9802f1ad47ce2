using System.Buffers.Binary;
using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Modbus.Tests;

public sealed class ModbusTcpClientTests : IAsyncDisposable
{
    private static readonly ReadRequest First = new(17, ModbusTable.HoldingRegister, 100, 1);
    private static readonly ReadRequest Second = First with { Address = 200 };
    private static readonly ModbusTiming Timing = new();

    private readonly FakeTimeProvider time = new();
    private readonly RawDevice device = new();
    private readonly ModbusTcpClient client;
    private readonly byte[] data = new byte[2];

    public ModbusTcpClientTests() => client = new ModbusTcpClient(device.EndPoint, Timing, time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAsync_Reply_GivesItsData()
    {
        var reading = Read(First);
        await device.AcceptAsync();
        var request = await device.HearTcpAsync();
        await device.SayAsync(Reply(request, 0x1234));

        Assert.Equal(ReadResult.Success, await reading);
        Assert.Equal("1234", Convert.ToHexString(data));
        Assert.Equal("00000006110300640001", Convert.ToHexString(request.AsSpan(2)));
    }

    [Fact]
    public async Task ReadAsync_LateReplyBeforeItsOwn_GivesItsOwn()
    {
        var late = await TimeOutAsync(First);

        var reading = Read(Second);
        var request = await device.HearTcpAsync();
        await device.SayAsync([.. Reply(late, 0xDEAD), .. Reply(request, 0x1234)]);

        Assert.Equal(ReadResult.Success, await reading);
        Assert.Equal("1234", Convert.ToHexString(data));
    }

    [Fact]
    public async Task ReadAsync_LateReplyAlreadyThereWhenAsked_GivesItsOwn()
    {
        var late = await TimeOutAsync(First);
        await device.SayAsync(Reply(late, 0xDEAD));

        var reading = Read(Second);
        await device.SayAsync(Reply(await device.HearTcpAsync(), 0x1234));

        Assert.Equal(ReadResult.Success, await reading);
        Assert.Equal("1234", Convert.ToHexString(data));
    }

    [Fact]
    public async Task ReadAsync_LateReplyCutInTwoByTheNextRequest_GivesItsOwn()
    {
        var late = Reply(await TimeOutAsync(First), 0xDEAD);
        await device.SayAsync(late[..5]);

        var reading = Read(Second);
        var request = await device.HearTcpAsync();
        await device.SayAsync(late[5..]);
        await device.SayAsync(Reply(request, 0x1234));

        Assert.Equal(ReadResult.Success, await reading);
        Assert.Equal("1234", Convert.ToHexString(data));
    }

    [Fact]
    public async Task ReadAsync_OnlyALateReply_TimesOut()
    {
        var late = await TimeOutAsync(First);

        var reading = Read(Second);
        await device.HearTcpAsync();
        await device.SayAsync(Reply(late, 0xDEAD));
        time.Advance(Timing.ReplyTimeout);

        Assert.Equal(ReadResult.Failed(ModbusFault.Timeout), await reading);
    }

    [Fact]
    public async Task ReadAsync_ExceptionReply_GivesItsCode()
    {
        Assert.Equal(
            ReadResult.Failed(ModbusExceptionCode.ServerDeviceBusy),
            await ReadWithReply(id => ModbusGen.Tcp(id, 17, 0x83, 6)));
    }

    public static readonly TheoryData<string, byte, byte[]> NotOurs = new()
    {
        { "another unit", 18, [3, 2, 0x12, 0x34] },
        { "another function", 17, [4, 2, 0x12, 0x34] },
        { "another length", 17, [3, 4, 0x12, 0x34, 0x56, 0x78] },
        { "exception to another function", 17, [0x84, 2] },
    };

    [Theory]
    [MemberData(nameof(NotOurs))]
    public async Task ReadAsync_RightTransactionWrongContent_IsInvalid(string what, byte unit, byte[] pdu)
    {
        var result = await ReadWithReply(id => ModbusGen.Tcp(id, unit, pdu));

        Assert.True(ReadResult.Failed(ModbusFault.InvalidReply) == result, what);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(10)]
    public async Task ReadAsync_HungUpInMidReply_IsDisconnectedAndTheNextReadConnectsAnew(int bytesBefore)
    {
        var reading = Read(First);
        await device.AcceptAsync();
        await device.SayAsync(Reply(await device.HearTcpAsync(), 0x1234)[..bytesBefore]);
        device.HangUp();

        Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), await reading);
        await AssertReadsAnew();
    }

    [Fact]
    public async Task ReadAsync_ConnectionReset_IsDisconnectedAndTheNextReadConnectsAnew()
    {
        var reading = Read(First);
        await device.AcceptAsync();
        await device.HearTcpAsync();
        device.Reset();

        Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), await reading);
        await AssertReadsAnew();
    }

    [Fact]
    public async Task ReadAsync_NobodyListens_IsDisconnectedUntilSomebodyDoes()
    {
        using var gone = new RawDevice();
        var endPoint = gone.EndPoint;
        gone.Dispose();
        await using var client = new ModbusTcpClient(endPoint, Timing, time);

        Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), await client.ReadAsync(First, data, Stop));
        Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), await client.ReadAsync(First, data, Stop));
    }

    [Fact]
    public async Task ReadAsync_NameThatDoesNotExist_IsDisconnected()
    {
        await using var client = new ModbusTcpClient(new DnsEndPoint("no-such-device.invalid", 502), Timing, TimeProvider.System);

        Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), await client.ReadAsync(First, data, Stop));
    }

    [Fact]
    public async Task ReadAsync_ConnectionNotMadeInTime_IsDisconnected()
    {
        var begun = new TaskCompletionSource();
        var channel = new FakeChannel(time)
        {
            Opening = token =>
            {
                begun.SetResult();
                return Task.Delay(Timeout.InfiniteTimeSpan, time, token);
            },
        };
        await using var client = new ModbusTcpClient(channel, Timing, time);
        var reading = client.ReadAsync(First, data, Stop).AsTask();
        await begun.Task;

        time.Advance(Timing.ConnectTimeout);

        Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), await reading);
    }

    [Fact]
    public async Task ReadAsync_ThreeTimeoutsInARow_ConnectsAnew()
    {
        await TimeOutAsync(First);
        for (var more = 1; more < ClientLink.TimeoutsBeforeReopening; more++)
            await TimeOutAsync(First, isConnected: true);

        await AssertReadsAnew();
    }

    [Fact]
    public async Task ReadAsync_CancelledByCaller_ThrowsAndTheConnectionStaysUsable()
    {
        using var giveUp = new CancellationTokenSource();
        var reading = client.ReadAsync(First, data, giveUp.Token).AsTask();
        await device.AcceptAsync();
        var late = await device.HearTcpAsync();
        await giveUp.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(giveUp.Token, thrown.CancellationToken);

        var next = Read(Second);
        var request = await device.HearTcpAsync();
        await device.SayAsync([.. Reply(late, 0xDEAD), .. Reply(request, 0x1234)]);

        Assert.Equal(ReadResult.Success, await next);
        Assert.Equal("1234", Convert.ToHexString(data));
    }

    [Fact]
    public async Task ReadAsync_WhileAnotherRuns_Throws()
    {
        var reading = Read(First);
        await device.AcceptAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => Read(Second));

        await device.SayAsync(Reply(await device.HearTcpAsync(), 1));
        Assert.Equal(ReadResult.Success, await reading);
    }

    [Theory]
    [InlineData(ModbusTable.HoldingRegister, 0, 0, 0)]
    [InlineData(ModbusTable.HoldingRegister, 0, 126, 252)]
    [InlineData(ModbusTable.Coil, 0, 2001, 251)]
    [InlineData(ModbusTable.InputRegister, 65535, 2, 4)]
    [InlineData((ModbusTable)5, 0, 1, 2)]
    [InlineData(ModbusTable.HoldingRegister, 0, 2, 3)] // destination a byte short
    public async Task ReadAsync_RequestThatCannotBe_Throws(ModbusTable table, int address, int count, int room) =>
        await Assert.ThrowsAsync<ArgumentException>(
            () => client.ReadAsync(new ReadRequest(1, table, (ushort)address, (ushort)count), new byte[room], Stop).AsTask());

    [Fact]
    public async Task ReadAsync_AfterDispose_Throws()
    {
        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Read(First));
    }

    public ValueTask DisposeAsync()
    {
        device.Dispose();
        return client.DisposeAsync();
    }

    private static byte[] Reply(byte[] request, ushort value) =>
        ModbusGen.Tcp(BinaryPrimitives.ReadUInt16BigEndian(request), request[6], request[7], 2, (byte)(value >> 8), (byte)value);

    private Task<ReadResult> Read(ReadRequest request) => client.ReadAsync(request, data, Stop).Guarded();

    private async Task<ReadResult> ReadWithReply(Func<ushort, byte[]> reply)
    {
        var reading = Read(First);
        await device.AcceptAsync();
        await device.SayAsync(reply(BinaryPrimitives.ReadUInt16BigEndian(await device.HearTcpAsync())));
        return await reading;
    }

    /// <returns>The request that was not answered.</returns>
    private async Task<byte[]> TimeOutAsync(ReadRequest request, bool isConnected = false)
    {
        var reading = Read(request);
        if (!isConnected)
            await device.AcceptAsync();
        var sent = await device.HearTcpAsync();
        time.Advance(Timing.ReplyTimeout);
        Assert.Equal(ReadResult.Failed(ModbusFault.Timeout), await reading);
        return sent;
    }

    private async Task AssertReadsAnew()
    {
        Assert.Equal(ReadResult.Success, await ReadWithReply(id => ModbusGen.Tcp(id, 17, 3, 2, 0x56, 0x78)));
        Assert.Equal("5678", Convert.ToHexString(data));
    }
}
