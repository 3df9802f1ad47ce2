using Microsoft.Extensions.Time.Testing;

namespace Gateway.Modbus.Tests;

/// <summary>RTU on a channel and a clock that the test holds. Nothing in a reply says which request it answers.</summary>
public sealed class ModbusRtuClientTests : IAsyncDisposable
{
    private static readonly ReadRequest First = new(17, ModbusTable.HoldingRegister, 100, 1);
    private static readonly ReadRequest Second = First with { Address = 200 };
    private static readonly ReadRequest OtherUnit = First with { Unit = 18 };
    private static readonly ModbusTiming Timing = new();
    private static readonly byte[] OldReply = ModbusGen.Rtu(17, 3, 2, 0xDE, 0xAD);
    private static readonly byte[] NewReply = ModbusGen.Rtu(17, 3, 2, 0x12, 0x34);

    private readonly FakeTimeProvider time = new();
    private readonly FakeChannel channel;
    private readonly ModbusRtuClient client;
    private readonly byte[] data = new byte[2];

    public ModbusRtuClientTests()
    {
        channel = new FakeChannel(time);
        client = new ModbusRtuClient(channel, Timing, time);
    }

    [Fact]
    public async Task ReadAsync_Reply_GivesItsData()
    {
        var reading = Read(First);
        Assert.Equal("110300640001C745", Convert.ToHexString(await channel.HearAsync()));
        channel.Say(NewReply);

        await AssertNewReply(reading);
    }

    [Fact]
    public async Task ReadAsync_ExceptionReply_GivesItsCode()
    {
        var reading = Read(First);
        await channel.HearAsync();
        channel.Say(ModbusGen.Rtu(17, 0x83, 2));

        Assert.Equal(ReadResult.Failed(ModbusExceptionCode.IllegalDataAddress), await reading);
    }

    [Fact]
    public async Task ReadAsync_NoReply_TimesOut() => await TimeOutAsync(First);

    [Fact]
    public async Task ReadAsync_LineIsSlow_WaitsForTheCharactersToo()
    {
        var channel = new FakeChannel(time) { CharacterTime = TimeSpan.FromMilliseconds(10) };
        await using var client = new ModbusRtuClient(channel, Timing, time);
        var reading = client.ReadAsync(First, data, TestContext.Current.CancellationToken).AsTask();
        await channel.HearAsync();
        await channel.ClientWaitsAsync();

        // 8 characters of request and 7 of reply.
        time.Advance(Timing.ReplyTimeout + TimeSpan.FromMilliseconds(149));
        Assert.False(reading.IsCompleted);
        channel.Say(NewReply);

        await AssertNewReply(reading);
    }

    [Fact]
    public async Task ReadAsync_LateReply_IsThrownAwayBeforeTheUnitIsAskedAgain()
    {
        await TimeOutAsync(First);

        var reading = Read(Second);
        await channel.ClientWaitsAsync();
        channel.Say(OldReply);
        await channel.ClientWaitsAsync();
        Assert.False(channel.HasSent);
        time.Advance(LineWire.Quiet);
        await channel.HearAsync();
        channel.Say(NewReply);

        await AssertNewReply(reading);
    }

    [Fact]
    public async Task ReadAsync_LateReplyAlreadyThere_IsThrownAway()
    {
        await TimeOutAsync(First);
        time.Advance(Timing.ReplyTimeout);
        channel.Say(OldReply);

        var reading = Read(Second);
        await channel.HearAsync();
        channel.Say(NewReply);

        await AssertNewReply(reading);
    }

    [Fact]
    public async Task ReadAsync_LateReplyNeverComes_AsksWhenItWasDueTwice()
    {
        await TimeOutAsync(First);

        var reading = Read(Second);
        await channel.ClientWaitsAsync();
        time.Advance(Timing.ReplyTimeout - TimeSpan.FromMilliseconds(1));
        Assert.False(channel.HasSent);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await channel.HearAsync();
        channel.Say(NewReply);

        await AssertNewReply(reading);
    }

    [Fact]
    public async Task ReadAsync_UnitGaveNoReply_AnotherUnitIsAskedAtOnceAndKeepsTheLateReplyOut()
    {
        await TimeOutAsync(First);

        var reading = Read(OtherUnit);
        await channel.HearAsync();
        channel.Say([.. OldReply, .. ModbusGen.Rtu(18, 3, 2, 0x12, 0x34)]);

        await AssertNewReply(reading);
    }

    [Fact]
    public async Task ReadAsync_CancelledByCaller_ThrowsAndItsReplyIsThrownAway()
    {
        using var giveUp = new CancellationTokenSource();
        var cancelled = client.ReadAsync(First, data, giveUp.Token).AsTask();
        await channel.HearAsync();
        await channel.ClientWaitsAsync();
        await giveUp.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(giveUp.Token, thrown.CancellationToken);

        var reading = Read(Second);
        await channel.ClientWaitsAsync();
        channel.Say(OldReply);
        await channel.ClientWaitsAsync();
        time.Advance(LineWire.Quiet);
        await channel.HearAsync();
        channel.Say(NewReply);

        await AssertNewReply(reading);
    }

    [Fact]
    public async Task ReadAsync_WrongChecksum_IsInvalidAndTheLineFallsQuietBeforeTheNext()
    {
        await BreakFrameAsync();

        var reading = Read(Second);
        await channel.ClientWaitsAsync();
        channel.Say(1, 2, 3);
        await channel.ClientWaitsAsync();
        Assert.False(channel.HasSent);
        time.Advance(LineWire.Quiet);
        await channel.HearAsync();
        channel.Say(NewReply);

        await AssertNewReply(reading);
    }

    [Fact]
    public async Task ReadAsync_LineNeverQuiet_IsInvalidAndNothingIsSent()
    {
        await BreakFrameAsync();

        var reading = Read(Second);
        while (!reading.IsCompleted)
        {
            await Task.WhenAny(channel.ClientWaitsAsync(), reading);
            time.Advance(LineWire.Quiet / 2);
            channel.Say(0x55);
        }

        Assert.Equal(ReadResult.Failed(ModbusFault.InvalidReply), await reading);
        Assert.False(channel.HasSent);
    }

    public static readonly TheoryData<string, byte[]> NotOurs = new()
    {
        { "another unit", ModbusGen.Rtu(18, 3, 2, 1, 2) },
        { "another function", ModbusGen.Rtu(17, 4, 2, 1, 2) },
        { "another length", ModbusGen.Rtu(17, 3, 4, 1, 2, 3, 4) },
        { "cut short", [17, 3, 2, 1] },
    };

    [Theory]
    [MemberData(nameof(NotOurs))]
    public async Task ReadAsync_OnlyOthersFrame_IsInvalidWhenTheTimeIsUp(string what, byte[] bytes)
    {
        var reading = Read(First);
        await channel.HearAsync();
        await channel.ClientWaitsAsync();
        channel.Say(bytes);
        await channel.ClientWaitsAsync();
        time.Advance(Timing.ReplyTimeout);

        Assert.True(ReadResult.Failed(ModbusFault.InvalidReply) == await reading, what);
    }

    [Fact]
    public async Task ReadAsync_NoiseBeforeTheReply_GivesItsData()
    {
        var reading = Read(First);
        await channel.HearAsync();
        channel.Say([0x00, 0xFF, .. NewReply]);

        await AssertNewReply(reading);
    }

    [Fact]
    public async Task ReadAsync_BytesOnTheLineBefore_AreThrownAway()
    {
        var first = Read(OtherUnit);
        await channel.HearAsync();
        channel.Say(ModbusGen.Rtu(18, 3, 2, 0, 0));
        await first;
        channel.Say(OldReply);

        var reading = Read(First);
        await channel.HearAsync();
        channel.Say(NewReply);

        await AssertNewReply(reading);
    }

    [Fact]
    public async Task ReadAsync_LinkBreaksInMidReply_IsDisconnectedAndTheNextReadOpensAnew()
    {
        var broken = Read(First);
        await channel.HearAsync();
        channel.Say(NewReply[..3]);
        channel.Break();
        Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), await broken);

        var reading = Read(First);
        await channel.HearAsync();
        channel.Say(NewReply);

        await AssertNewReply(reading);
        Assert.Equal(2, channel.TimesOpened);
    }

    [Fact]
    public async Task ReadAsync_ThreeTimeoutsInARow_OpensAnew()
    {
        for (var round = 0; round < ClientLink.TimeoutsBeforeReopening; round++)
        {
            await TimeOutAsync(First);
            time.Advance(Timing.ReplyTimeout);
        }

        var reading = Read(First);
        await channel.HearAsync();
        channel.Say(NewReply);

        await AssertNewReply(reading);
        Assert.Equal(2, channel.TimesOpened);
    }

    [Fact]
    public async Task ReadAsync_RightAfterAReply_KeepsTheSilence()
    {
        var time = new WatchedTime();
        var channel = new FakeChannel(time) { FrameSilence = TimeSpan.FromMicroseconds(4010) };
        await using var client = new ModbusRtuClient(channel, Timing, time);
        var first = client.ReadAsync(First, data, TestContext.Current.CancellationToken).AsTask();
        await channel.HearAsync();
        channel.Say(NewReply);
        await first;

        var second = client.ReadAsync(Second, data, TestContext.Current.CancellationToken).AsTask();
        var silence = await time.NextDelayAsync();
        Assert.Equal(TimeSpan.FromMilliseconds(5), silence); // 4.01 ms, in whole milliseconds
        Assert.False(channel.HasSent);
        time.Advance(silence);
        await channel.HearAsync();
        channel.Say(NewReply);

        Assert.Equal(ReadResult.Success, await second);
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private Task<ReadResult> Read(ReadRequest request) =>
        client.ReadAsync(request, data, TestContext.Current.CancellationToken).Guarded();

    private async Task AssertNewReply(Task<ReadResult> reading)
    {
        Assert.Equal(ReadResult.Success, await reading);
        Assert.Equal("1234", Convert.ToHexString(data));
    }

    private async Task TimeOutAsync(ReadRequest request)
    {
        var reading = Read(request);
        await channel.HearAsync();
        await channel.ClientWaitsAsync();
        time.Advance(Timing.ReplyTimeout);
        Assert.Equal(ReadResult.Failed(ModbusFault.Timeout), await reading);
    }

    private async Task BreakFrameAsync()
    {
        var reading = Read(First);
        await channel.HearAsync();
        await channel.ClientWaitsAsync();
        channel.Say([.. NewReply[..^1], (byte)~NewReply[^1]]);
        Assert.Equal(ReadResult.Failed(ModbusFault.InvalidReply), await reading);
    }
}
