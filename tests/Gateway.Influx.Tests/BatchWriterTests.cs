using System.Text;
using CsCheck;

namespace Gateway.Influx.Tests;

public sealed class BatchWriterTests
{
    private static readonly WriteVerdict Refused = new(WriteNext.Bisect, "bad line", null);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_GoodPayloads_AreOneBatch()
    {
        var writer = new ScriptedPointWriter(_ => WriteVerdict.Stored);
        var outcome = await new BatchWriter(writer).WriteAsync(Payloads("a\nb\n", "", "c"), Token);
        Assert.Equal((3, 0, WriteNext.Acknowledge), (outcome.Settled, outcome.Rejected.Count, outcome.Verdict.Next));
        Assert.Equal(["a", "b", "c"], Assert.Single(writer.Writes));
    }

    [Fact]
    public async Task Write_NoLines_AsksNobody()
    {
        var writer = new ScriptedPointWriter(_ => Refused);
        var outcome = await new BatchWriter(writer).WriteAsync(Payloads("", "\n\n"), Token);
        Assert.Equal(2, outcome.Settled);
        Assert.Empty(writer.Writes);
    }

    [Fact]
    public async Task Write_MoreLinesThanABatchHolds_AreCut()
    {
        var writer = new ScriptedPointWriter(_ => WriteVerdict.Stored);
        await new BatchWriter(writer, mostLines: 2).WriteAsync(Payloads("a\nb\nc\n", "d\ne\n"), Token);
        Assert.Equal(["a b", "c", "d e"], writer.Writes.Select(lines => string.Join(' ', lines)));
    }

    [Fact]
    public async Task Write_MoreBytesThanABatchHolds_AreCut()
    {
        var writer = new ScriptedPointWriter(_ => WriteVerdict.Stored);
        var line = new string('x', (BatchWriter.MostBytesPerWrite / 2) - 1);
        await new BatchWriter(writer).WriteAsync(Payloads($"{line}\n{line}\n{line}\n"), Token);
        Assert.Equal([2, 1], writer.Writes.Select(lines => lines.Length));
    }

    [Fact]
    public async Task Write_CarriageReturns_AreDropped()
    {
        var writer = new ScriptedPointWriter(_ => WriteVerdict.Stored);
        await new BatchWriter(writer).WriteAsync(Payloads("a\r\nb\r\n"), Token);
        Assert.Equal(["a", "b"], Assert.Single(writer.Writes));
    }

    [Fact]
    public void Write_AnyBadLines_AreFoundAndAllOthersStored() =>
        Gen.Select(Gen.Bool.Array[0, 20].Array[0, 12], Gen.Int[1, 30]).Sample(async (payloads, mostLines) =>
        {
            var number = 0;
            var texts = payloads.Select(lines => lines.Select(bad => $"{(bad ? "bad" : "good")}{number++}").ToArray()).ToArray();
            var writer = new ScriptedPointWriter(lines => lines.Any(line => line.StartsWith('b')) ? Refused : WriteVerdict.Stored);

            var joined = Payloads([.. texts.Select(lines => string.Join('\n', lines))]);
            var outcome = await new BatchWriter(writer, mostLines).WriteAsync(joined, Token);

            var expected = texts.SelectMany((lines, payload) => lines.Where(line => line[0] == 'b').Select(line => (payload, line)));
            Assert.Equal(payloads.Length, outcome.Settled);
            Assert.Equal(expected, outcome.Rejected.Select(line => (line.Payload, Encoding.UTF8.GetString(line.Line.Span))));
            Assert.All(outcome.Rejected, line => Assert.Equal("bad line", line.Reason));
            Assert.Equal(texts.SelectMany(lines => lines).Count(line => line[0] == 'g'), writer.Stored.Count);
            Assert.True(writer.Writes.Count <= Math.Max(0, (2 * number) - 1), $"{writer.Writes.Count} writes for {number} lines");
        }, iter: 200);

    [Fact]
    public async Task Write_TooLarge_HalvesDownToALineAndRejectsOnlyThat()
    {
        var writer = new ScriptedPointWriter(lines =>
            lines.Sum(line => line.Length) > 3 ? new WriteVerdict(WriteNext.Halve, "too large", null) : WriteVerdict.Stored);
        var outcome = await new BatchWriter(writer).WriteAsync(Payloads("a\nb\nlong line\nc\n"), Token);
        Assert.Equal("long line", Encoding.UTF8.GetString(Assert.Single(outcome.Rejected).Line.Span));
        Assert.Equal(["a", "b", "c"], writer.Stored.Order());
    }

    [Theory]
    [InlineData(WriteNext.RetryLater)]
    [InlineData(WriteNext.FixAccess)]
    public async Task Write_DatabaseGone_SettlesWhatCameBefore(WriteNext next)
    {
        var gone = new WriteVerdict(next, "gone", TimeSpan.FromSeconds(7));
        var writer = new ScriptedPointWriter(lines => lines[0] is "d" ? gone : WriteVerdict.Stored);
        var outcome = await new BatchWriter(writer, mostLines: 1).WriteAsync(Payloads("a\nb", "c\nd", "e"), Token);
        Assert.Equal((1, gone), (outcome.Settled, outcome.Verdict));
        Assert.DoesNotContain("e", writer.Stored);
    }

    [Fact]
    public async Task Write_DatabaseGoneWhileBisecting_TellsOnlyOfSettledPayloads()
    {
        var writer = new ScriptedPointWriter(lines =>
            lines is ["x2"] ? new WriteVerdict(WriteNext.RetryLater, "gone", null)
            : lines.Any(line => line[0] == 'x') ? Refused
            : WriteVerdict.Stored);
        var outcome = await new BatchWriter(writer).WriteAsync(Payloads("x0\na", "x1\nx2", "b"), Token);
        Assert.Equal(1, outcome.Settled);
        Assert.Equal(0, Assert.Single(outcome.Rejected).Payload);
    }

    private static ReadOnlyMemory<byte>[] Payloads(params string[] texts) =>
        [.. texts.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))];
}
