using System.Buffers.Binary;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Modbus.Tests;

/// <summary>A connection that ends at the worst moment: while it is opened, written to or already opened anew.</summary>
public sealed class ModbusTcpClientBrokenLinkTests : IAsyncDisposable
{
    private static readonly ReadRequest Request = new(17, ModbusTable.HoldingRegister, 100, 1);

    private readonly FakeTimeProvider time = new();
    private readonly FakeChannel channel;
    private readonly ModbusTcpClient client;

    public ModbusTcpClientBrokenLinkTests()
    {
        channel = new FakeChannel(time);
        client = new ModbusTcpClient(channel, new ModbusTiming(), time, pipeline: 2);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAsync_ClosedJustBeforeTheWrite_IsDisconnectedAndTheNextReadGoesOn()
    {
        await ReadWellAsync();
        BreakTheNextWrite();

        Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), await ReadAsync());
        await ReadWellAsync();
        Assert.Equal(2, channel.TimesOpened);
    }

    [Fact]
    public async Task DisposeAsync_WhileTheConnectionIsOpened_EndsTheReadAndLeavesNothingOpen()
    {
        var opening = new TaskCompletionSource();
        channel.Opening = _ => opening.Task;
        var reading = ReadAsync();

        await client.DisposeAsync();
        opening.SetResult();

        Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), await reading);
        Assert.False(channel.IsOpen);
    }

    [Fact]
    public async Task DisposeAsync_WhileTheConnectionIsOpened_DoesNotWaitForTheOtherSide()
    {
        channel.Opening = stop => Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
        var reading = ReadAsync();

        await client.DisposeAsync();

        Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), await reading);
    }

    [Fact]
    public async Task ReadAsync_OpenedAnewWhileTheOldConnectionIsStillBeingClosed_BelongsToTheNewOne()
    {
        // Off the test's own thread, which waits in the closing.
        await Task.Run(ReadWellAsync, Token);
        Task<ReadResult>? onTheNewOne = null;
        channel.Closed = () =>
        {
            channel.Closed = () => { };
            onTheNewOne = Task.Run(ReadAsync, Token);
            Assert.True(SpinWait.SpinUntil(() => channel.TimesOpened == 2, Guard.Patience));
        };
        BreakTheNextWrite();

        Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), await Task.Run(ReadAsync, Token));
        await AnswerAsync();
        Assert.Equal(ReadResult.Success, await onTheNewOne!);
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private void BreakTheNextWrite() => channel.Writing = () =>
    {
        channel.Writing = () => { };
        throw new ObjectDisposedException("socket");
    };

    private Task<ReadResult> ReadAsync() => client.ReadAsync(Request, new byte[2], Token).Guarded();

    private async Task ReadWellAsync()
    {
        var reading = ReadAsync();
        await AnswerAsync();
        Assert.Equal(ReadResult.Success, await reading);
    }

    private async Task AnswerAsync() =>
        channel.Say(ModbusGen.Tcp(BinaryPrimitives.ReadUInt16BigEndian(await channel.HearAsync()), 17, 3, 2, 0x12, 0x34));
}
