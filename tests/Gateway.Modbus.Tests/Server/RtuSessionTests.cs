using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Modbus.Tests;

public class RtuSessionTests
{
    private static readonly byte[] Ask = ModbusGen.Rtu(Registers.Unit, 3, 0, 10, 0, 1);
    private static readonly byte[] Answer = ModbusGen.Rtu(Registers.Unit, 3, 2, 0x75, 0x3A);
    private static readonly byte[] UnknownFunction = ModbusGen.Rtu(Registers.Unit, 0x2B, 0x0E, 1, 0);

    private readonly FakeTimeProvider time = new();

    public static readonly TheoryData<string, byte[]> Unanswered = new()
    {
        { "nothing", [] },
        { "noise", [0x00, 0xFF, 0x55] },
        { "another unit", ModbusGen.Rtu(99, 3, 0, 10, 0, 1) },
        { "another unit, forbidden function", ModbusGen.Rtu(99, 6, 0, 1, 0, 1) },
        { "broadcast", ModbusGen.Rtu(RtuFrame.Broadcast, 3, 0, 10, 0, 1) },
        { "broken request", [.. Ask[..^1], (byte)~Ask[^1]] },
        { "half a request", Ask[..5] },
        { "another unit's reply", ModbusGen.Rtu(99, 3, 4, 1, 2, 3, 4) },
        { "head of a long write", [Registers.Unit, 16, 0, 0, 0, 100, 200] },
        { "more than the longest frame", new byte[600] },
    };

    [Theory]
    [MemberData(nameof(Unanswered))]
    public async Task RunAsync_AfterWhatIsNotForIt_AnswersTheNextRequest(string what, byte[] before)
    {
        var answers = await RunAsync(ScriptedStream.Of([.. before, .. Ask]));

        Assert.True(Answer.AsSpan().SequenceEqual(answers), what);
    }

    [Theory]
    [InlineData("0600010003", "8601")]
    [InlineData("100001000204000A0102", "9001")]
    [InlineData("2B0E0100", "AB01")]
    [InlineData("0300000000", "8303")]
    [InlineData("04FFFF0002", "8402")]
    [InlineData("0303E70002", "8302")]
    public async Task RunAsync_WhatIsForbidden_IsRefused(string request, string reply)
    {
        var answers = await RunAsync(ScriptedStream.Of(ModbusGen.Rtu(Registers.Unit, Convert.FromHexString(request))));

        Assert.Equal(ModbusGen.Rtu(Registers.Unit, Convert.FromHexString(reply)), answers);
    }

    [Fact]
    public async Task RunAsync_NoiseThenPause_ForgetsTheNoise()
    {
        using var stream = new ScriptedStream(() => [0x00, 0xFF], () => AfterPause(UnknownFunction));

        Assert.Equal(ModbusGen.Rtu(Registers.Unit, 0xAB, 1), await RunAsync(stream));
    }

    [Fact]
    public async Task RunAsync_FrameCutByThePause_IsForgotten()
    {
        using var stream = new ScriptedStream(() => Ask[..4], () => AfterPause(Ask[4..]), () => Ask);

        Assert.Equal(Answer, await RunAsync(stream));
    }

    [Fact]
    public void RunAsync_RequestsCutAnywhere_AnswersEachOnce() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 30]).Sample((requests, piece) =>
        {
            byte[] asked = [.. Enumerable.Repeat(Ask, requests).SelectMany(request => request)];
            byte[] expected = [.. Enumerable.Repeat(Answer, requests).SelectMany(answer => answer)];
            return expected.AsSpan().SequenceEqual(RunAsync(ScriptedStream.Of(asked, piece)).GetAwaiter().GetResult());
        });

    [Fact]
    public void RunAsync_AnyBytesThenARequest_AnswersIt() => ModbusGen.Bytes.Sample(garbage =>
    {
        // Garbage that holds a request of its own by chance is answered too; ours comes last.
        using var stream = new ScriptedStream(() => [.. garbage, 0xFF], () => Ask);
        return RunAsync(stream).GetAwaiter().GetResult().AsSpan().EndsWith(Answer);
    });

    private async Task<byte[]> RunAsync(ScriptedStream stream)
    {
        await new RtuSession(stream, Registers.HasUnit, Registers.Answer, time).RunAsync(CancellationToken.None);
        return stream.Written;
    }

    private byte[] AfterPause(byte[] bytes)
    {
        time.Advance(RtuSession.Pause * 2);
        return bytes;
    }
}
