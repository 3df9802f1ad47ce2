using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using static Gateway.Influx.Tests.ScriptedServer;

namespace Gateway.Influx.Tests;

/// <summary>What is done about each answer of a database, over HTTP, in the forms that the versions' documentation shows.</summary>
public sealed class VerdictTableTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(InfluxApi.V1, "/write?db=d&precision=ms", null)]
    [InlineData(InfluxApi.V2, "/api/v2/write?org=o&bucket=b&precision=ms", "Token s3cret")]
    [InlineData(InfluxApi.V3, "/api/v3/write_lp?db=d&precision=millisecond&accept_partial=true&no_sync=false", "Bearer s3cret")]
    public async Task Write_EachApi_HasItsAddressPrecisionAndAuthorization(InfluxApi api, string address, string? authorization)
    {
        await using var server = Start(_ => Reply.Stored);
        await WriteAsync(server, api, "good 1", "good 2");
        var write = Assert.Single(server.Writes);
        Assert.Equal((address, authorization, false), (write.PathAndQuery, write.Authorization, write.IsZipped));
        Assert.Equal(["good 1", "good 2"], write.Lines);
    }

    [Fact]
    public async Task Write_ALargeBody_IsZipped()
    {
        await using var server = Start(_ => Reply.Stored);
        await WriteAsync(server, InfluxApi.V1, [.. Enumerable.Range(0, 2000).Select(i => $"good {i}")]);
        Assert.True(Assert.Single(server.Writes).IsZipped);
        Assert.Equal(2000, server.Stored.Count());
    }

    [Theory]
    [InlineData(InfluxApi.V1, 400)]
    [InlineData(InfluxApi.V2, 400)]
    [InlineData(InfluxApi.V2, 422)]
    [InlineData(InfluxApi.V3, 400)]
    public async Task Write_BadLinesThatAreNotNamed_AreFoundByHalving(InfluxApi api, int status)
    {
        await using var server = Start(lines => lines.Any(IsBad)
            ? new Reply(status, """{"code":"unprocessable entity","message":"partial write: field type conflict dropped=1"}""")
            : Reply.Stored);
        var outcome = await WriteAsync(server, api, Mixed(1000, 77, 800));
        Assert.Equal(["bad 77", "bad 800"], Lines(outcome));
        Assert.All(outcome.Rejected, line => Assert.Contains("field type conflict", line.Reason));
        Assert.Equal(998, server.Stored.Distinct().Count());
        Assert.InRange(server.Writes.Count, 3, 45);
    }

    [Theory]
    [InlineData(InfluxApi.V1, """{"error":"partial write: unable to parse 'bad 77': why\nunable to parse 'bad 800': why dropped=0"}""")]
    [InlineData(InfluxApi.V2, """{"code":"invalid","message":"unable to parse 'bad 77': why\nunable to parse 'bad 800': why"}""")]
    [InlineData(
        InfluxApi.V3,
        """
        {"error":"partial write of line protocol occurred","data":[
          {"original_line":"bad 77","line_number":78,"error_message":"why"},
          {"original_line":"bad 800","line_number":801,"error_message":"why"}]}
        """)]
    public async Task Write_BadLinesThatAreNamed_StandAloneAtOnce(InfluxApi api, string body)
    {
        await using var server = Start(lines => lines.Any(IsBad) ? new Reply(400, body) : Reply.Stored);
        var outcome = await WriteAsync(server, api, Mixed(1000, 77, 800));
        Assert.Equal(["bad 77", "bad 800"], Lines(outcome));
        Assert.Equal([1000, 998, 1, 1], server.Writes.Select(write => write.Lines.Length));
    }

    [Fact]
    public async Task Write_V3NothingAccepted_TakesTheOneNamedLineAndGoesOn()
    {
        await using var server = Start(lines => Array.FindIndex(lines, IsBad) is var bad and >= 0
            ? new Reply(400, JsonBody(bad + 1))
            : Reply.Stored);
        var outcome = await WriteAsync(server, InfluxApi.V3, Mixed(100, 7, 80));
        Assert.Equal(["bad 7", "bad 80"], Lines(outcome));
        Assert.Equal(98, server.Stored.Distinct().Count());
        Assert.Equal("400 Bad Request: line protocol parsing error: no fields", outcome.Rejected[0].Reason);

        static string JsonBody(int line) =>
            $$$"""{"error":"line protocol parsing error","data":{"line_number":{{{line}}},"error_message":"no fields"}}""";
    }

    [Theory]
    [InlineData("""{"error":"partial write of line protocol","data":[{"line_number":1},{"line_number":5000},{"line_number":-3}]}""")]
    [InlineData("""{"error":"no list","data":"text"}""")]
    [InlineData("""[1,2]""")]
    public async Task Write_TheWrongLinesAreNamed_NoGoodLineIsRejected(string body)
    {
        await using var server = Start(lines => lines.Any(IsBad) ? new Reply(400, body) : Reply.Stored);
        var outcome = await WriteAsync(server, InfluxApi.V3, Mixed(64, 40));
        Assert.Equal(["bad 40"], Lines(outcome));
        Assert.Equal(63, server.Stored.Distinct().Count());
    }

    [Fact]
    public async Task Write_413_HalvesAndRemembersTheBound()
    {
        await using var server = Start(lines => lines.Sum(line => line.Length + 1) > 20_000 ? new Reply(413) : Reply.Stored);
        using var influx = Writer(server, InfluxApi.V1);
        var batches = new BatchWriter(influx);
        string[] lines = [.. Enumerable.Range(0, 4000).Select(i => $"good {i:D4}")];
        ReadOnlyMemory<byte>[] payloads = [.. lines.Chunk(100).Select(chunk => Payload(chunk))];
        Assert.Equal(40, (await batches.WriteAsync(payloads, Token)).Settled);
        Assert.Equal(lines, server.Stored.Order(StringComparer.Ordinal));
        server.Writes.Clear();
        Assert.Equal(40, (await batches.WriteAsync(payloads, Token)).Settled);
        Assert.All(server.Writes, write => Assert.Equal(204, write.Status));
    }

    [Theory]
    [InlineData(401, "check the token")]
    [InlineData(403, "check the token")]
    [InlineData(404, "influxdb3 create database 'd'")]
    public async Task Write_NotLetIn_KeepsAllAndSaysWhatToDo(int status, string advice)
    {
        await using var server = Start(_ => new Reply(status, """{"error":"no"}"""));
        var outcome = await WriteAsync(server, InfluxApi.V3, "good 1");
        Assert.Equal((0, WriteNext.FixAccess), (outcome.Settled, outcome.Verdict.Next));
        Assert.Empty(outcome.Rejected);
        Assert.Contains(advice, outcome.Verdict.Reason);
    }

    [Theory]
    [InlineData(429, "7", 7)]
    [InlineData(503, "120", 120)]
    [InlineData(503, null, null)]
    [InlineData(500, null, null)]
    [InlineData(502, null, null)]
    public async Task Write_NotNow_KeepsAllAndTellsHowLongToWait(int status, string? retryAfter, int? seconds)
    {
        await using var server = Start(_ => new Reply(status, "busy", retryAfter));
        var outcome = await WriteAsync(server, InfluxApi.V2, "good 1");
        Assert.Equal((0, WriteNext.RetryLater), (outcome.Settled, outcome.Verdict.Next));
        Assert.Equal(seconds, outcome.Verdict.RetryAfter?.TotalSeconds);
        Assert.Empty(outcome.Rejected);
    }

    [Fact]
    public async Task Write_ALineAtWhichTheDatabaseFails_IsSetAsideOnlyAfterOthersAreStored()
    {
        await using var server = Start(lines => lines.Any(IsBad) ? new Reply(500, "panic") : Reply.Stored);
        using var influx = Writer(server, InfluxApi.V1);
        var batches = new BatchWriter(influx);
        var payload = Payload(Mixed(100, 0, 63));
        for (var attempt = 0; attempt < BatchWriter.FaultsBeforeSearch; attempt++)
        {
            Assert.Equal(WriteNext.RetryLater, (await batches.WriteAsync([payload], Token)).Verdict.Next);
            Assert.Equal(attempt + 1, server.Writes.Count);
        }

        var outcome = await batches.WriteAsync([payload], Token);
        Assert.Equal((1, WriteNext.Acknowledge), (outcome.Settled, outcome.Verdict.Next));
        Assert.Equal(["bad 0", "bad 63"], Lines(outcome));
        Assert.Equal(98, server.Stored.Distinct().Count());
    }

    [Fact]
    public async Task Write_ADatabaseThatFailsAtEverything_RejectsNothing()
    {
        await using var server = Start(_ => new Reply(500, "no space left on device"));
        using var influx = Writer(server, InfluxApi.V1);
        var batches = new BatchWriter(influx);
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var outcome = await batches.WriteAsync([Payload(Mixed(100))], Token);
            Assert.Equal((0, 0, WriteNext.RetryLater), (outcome.Settled, outcome.Rejected.Count, outcome.Verdict.Next));
        }

        Assert.InRange(server.Writes.Count, 20, 20 + (3 * 33));
    }

    [Fact]
    public async Task Write_ADiskThatFillsUpMidway_RejectsNothing()
    {
        var room = 60;
        await using var server = Start(lines =>
            lines.Length == 100 || (room -= lines.Length) < 0 ? new Reply(500, "no space") : Reply.Stored);
        using var influx = Writer(server, InfluxApi.V1);
        var batches = new BatchWriter(influx);
        for (var attempt = 0; attempt <= BatchWriter.FaultsBeforeSearch; attempt++)
        {
            Assert.Empty((await batches.WriteAsync([Payload(Mixed(100))], Token)).Rejected);
        }
    }

    private static bool IsBad(string line) => line.StartsWith('b');

    private static string[] Mixed(int count, params int[] bad) =>
        [.. Enumerable.Range(0, count).Select(i => bad.Contains(i) ? $"bad {i}" : $"good {i}")];

    private static ReadOnlyMemory<byte> Payload(string[] lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines));

    private static IEnumerable<string> Lines(BatchOutcome outcome) =>
        outcome.Rejected.Select(line => Encoding.UTF8.GetString(line.Line.Span));

    private static async Task<BatchOutcome> WriteAsync(ScriptedServer server, InfluxApi api, params string[] lines)
    {
        using var influx = Writer(server, api);
        return await new BatchWriter(influx).WriteAsync([Payload(lines)], Token);
    }

    private static InfluxWriter Writer(ScriptedServer server, InfluxApi api)
    {
        var options = new InfluxOptions { Url = server.Url, Api = api, Timeout = TimeSpan.FromSeconds(60) };
        options = api switch
        {
            InfluxApi.V1 => options with { Database = "d" },
            InfluxApi.V2 => options with { Organization = "o", Bucket = "b", Token = "s3cret" },
            _ => options with { Database = "d", Token = "s3cret" },
        };
        return new InfluxWriter(options, TimeProvider.System, NullLogger<InfluxWriter>.Instance);
    }
}
