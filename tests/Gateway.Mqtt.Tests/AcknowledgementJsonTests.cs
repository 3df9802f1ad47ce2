using System.Buffers;
using System.Text;
using CsCheck;
using Gateway.Core;

namespace Gateway.Mqtt.Tests;

public sealed class AcknowledgementJsonTests
{
    [Fact]
    public void Write_IsTheContractsForm() => Assert.Equal(
        """{"epoch":"00c0ffee00c0ffee","ranges":[[1,5],[7,7]]}""",
        Encoding.UTF8.GetString(AcknowledgementJson.Write(new Acknowledgement(0x00c0ffee00c0ffee, [new(1, 5), new(7, 7)]))));

    [Fact]
    public void Write_PointsRejected_TellsWhyAndIsReadBack()
    {
        var written = new Acknowledgement(1, [new(7, 7)]) { Rejected = [new(7, "field type conflict", "meter a=1 5")] };
        var json = AcknowledgementJson.Write(written);
        Assert.Equal(
            """{"epoch":"0000000000000001","ranges":[[7,7]],"rejected":[{"seq":7,"reason":"field type conflict","line":"meter a=1 5"}]}""",
            Encoding.UTF8.GetString(json));
        Assert.Equal(written.Rejected, Read(json)!.Rejected);
    }

    [Fact]
    public void Read_RejectedOfAnotherShape_IsCutToWhatFits()
    {
        var point = $$"""{"seq":1,"reason":null,"line":"{{new string('x', 1000)}}"}""";
        var text = $$"""{"epoch":"0000000000000001","ranges":[],"rejected":[null,{{string.Join(',', Enumerable.Repeat(point, 50))}}]}""";
        var rejected = Read(Encoding.UTF8.GetBytes(text))!.Rejected;
        Assert.Equal(Acknowledgement.MostRejected, rejected.Count);
        Assert.All(rejected, one => Assert.Equal((string.Empty, RejectedPoint.LongestText + 1), (one.Reason, one.Line.Length)));
    }

    [Fact]
    public void Read_WhatWriteWrote_IsTheSame() =>
        Gen.Select(Gen.ULong, Gen.Select(Gen.Long, Gen.Long).Array[0, 20]).Sample((epoch, pairs) =>
        {
            var ranges = pairs.Select(pair => new SeqRange(Math.Min(pair.Item1, pair.Item2), Math.Max(pair.Item1, pair.Item2)));
            var written = new Acknowledgement(epoch, [.. ranges]);
            var read = Read(AcknowledgementJson.Write(written))!;
            Assert.Equal(written.Epoch, read.Epoch);
            Assert.Equal(written.Ranges, read.Ranges);
        });

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"epoch":"00c0ffee00c0ffee"}""")]
    [InlineData("""{"epoch":null,"ranges":[]}""")]
    [InlineData("""{"epoch":"1","ranges":[]}""")]
    [InlineData("""{"epoch":"00c0ffee00c0ffeg","ranges":[]}""")]
    [InlineData("""{"epoch":"00c0ffee00c0ffee","ranges":[null]}""")]
    [InlineData("""{"epoch":"00c0ffee00c0ffee","ranges":[[1]]}""")]
    [InlineData("""{"epoch":"00c0ffee00c0ffee","ranges":[[1,2,3]]}""")]
    [InlineData("""{"epoch":"00c0ffee00c0ffee","ranges":[[2,1]]}""")]
    [InlineData("""{"epoch":"00c0ffee00c0ffee","ranges":[[1,2.5]]}""")]
    public void Read_AnythingElse_IsNull(string text) => Assert.Null(Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Read_TooLong_IsNull() => Assert.Null(Read(Encoding.UTF8.GetBytes(
        """{"epoch":"00c0ffee00c0ffee","ranges":[[1,2]]}""" + new string(' ', AcknowledgementJson.LongestPayload))));

    [Fact]
    public void Read_AnyBytes_NeverThrows() => Gen.Byte.Array[0, 100].Sample(bytes =>
    {
        Read([.. "{\"epoch\":"u8, .. bytes]);
        return Read(bytes) is null;
    });

    private static Acknowledgement? Read(byte[] bytes) => AcknowledgementJson.Read(new ReadOnlySequence<byte>(bytes));
}
