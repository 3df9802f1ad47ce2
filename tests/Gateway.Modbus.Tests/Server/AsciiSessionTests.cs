using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Modbus.Tests;

public class AsciiSessionTests
{
    private static readonly byte[] Ask = ModbusGen.Ascii(Registers.Unit, 3, 0, 10, 0, 1);
    private static readonly byte[] Answer = ModbusGen.Ascii(Registers.Unit, 3, 2, 0x75, 0x3A);

    private readonly FakeTimeProvider time = new();

    public static readonly TheoryData<string, byte[]> Unanswered = new()
    {
        { "nothing", [] },
        { "noise", [0x00, 0xFF, 0x55] },
        { "another unit", ModbusGen.Ascii(99, 3, 0, 10, 0, 1) },
        { "broadcast", ModbusGen.Ascii(RtuFrame.Broadcast, 3, 0, 10, 0, 1) },
        { "wrong checksum", ":110300000001EC\r\n"u8.ToArray() },
        { "odd number of digits", ":11030000001EB\r\n"u8.ToArray() },
        { "no digits", ":\r\n"u8.ToArray() },
        { "half a request", Ask[..5] },
        { "a request without its line feed", Ask[..^1] },
        { "longer than a frame can be", [(byte)':', .. Enumerable.Repeat((byte)'1', 2000)] },
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
    [InlineData("2B0E0100", "AB01")]
    [InlineData("0300000000", "8303")]
    [InlineData("0303E70002", "8302")]
    public async Task RunAsync_WhatIsForbidden_IsRefused(string request, string reply)
    {
        var answers = await RunAsync(ScriptedStream.Of(ModbusGen.Ascii(Registers.Unit, Convert.FromHexString(request))));

        Assert.Equal(ModbusGen.Ascii(Registers.Unit, Convert.FromHexString(reply)), answers);
    }

    [Fact]
    public async Task RunAsync_LowerCase_IsAnsweredInUpperCase()
    {
        var answers = await RunAsync(ScriptedStream.Of(":1103000a0001e1\r\n"u8.ToArray()));

        Assert.Equal(":110302753A3B\r\n", Encoding.ASCII.GetString(answers));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task RunAsync_FrameWithAPauseInIt_IsAnsweredUpToOneSecond(int pauseMs, bool isAnswered)
    {
        using var stream = new ScriptedStream(() => Ask[..6], () => Later(Ask[6..]));
        byte[] Later(byte[] bytes)
        {
            time.Advance(TimeSpan.FromMilliseconds(pauseMs));
            return bytes;
        }

        Assert.Equal(isAnswered ? Answer : [], await RunAsync(stream));
    }

    [Fact]
    public void RunAsync_RequestsCutAnywhere_AnswersEachOnce() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 60]).Sample((requests, piece) =>
        {
            byte[] asked = [.. Enumerable.Repeat(Ask, requests).SelectMany(request => request)];
            byte[] expected = [.. Enumerable.Repeat(Answer, requests).SelectMany(answer => answer)];
            return expected.AsSpan().SequenceEqual(RunAsync(ScriptedStream.Of(asked, piece)).GetAwaiter().GetResult());
        });

    [Fact]
    public void RunAsync_AnyBytesThenARequest_AnswersIt() => Gen.Byte.Array[0, 2500].Sample(garbage =>
        RunAsync(ScriptedStream.Of([.. garbage, .. Ask], 700)).GetAwaiter().GetResult().AsSpan().EndsWith(Answer));

    private async Task<byte[]> RunAsync(ScriptedStream stream)
    {
        await new AsciiSession(stream, Registers.HasUnit, Registers.Answer, time).RunAsync(CancellationToken.None);
        return stream.Written;
    }
}
