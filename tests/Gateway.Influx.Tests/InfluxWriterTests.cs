using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Influx.Tests;

public sealed class InfluxWriterTests
{
    private static readonly InfluxOptions V1 = new()
    {
        Url = new Uri("http://db:8086"), Database = "plant one", User = "u", Password = "hunter2",
    };

    private static readonly InfluxOptions V2 = new()
    {
        Url = new Uri("https://db/influx/"), Api = InfluxApi.V2, Organization = "a&b", Bucket = "raw", Token = "t0ken",
    };

    private readonly FakeTimeProvider time = new(Readings.Noon);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_V1_GivesDatabasePrecisionAndUser()
    {
        var http = ScriptedHttp.Answering(HttpStatusCode.NoContent);
        Assert.Equal(WriteVerdict.Stored, await WriteAsync(V1, http));
        Assert.Equal("http://db:8086/write?db=plant%20one&precision=ms", http.Uri!.AbsoluteUri);
        Assert.Equal("Basic dTpodW50ZXIy", http.Authorization);
        Assert.Equal((null, "m v=1 1\n"), (http.Encoding, http.Body));
    }

    [Fact]
    public async Task Write_V2_GivesOrganizationBucketPrecisionAndToken()
    {
        var http = ScriptedHttp.Answering(HttpStatusCode.NoContent);
        Assert.Equal(WriteVerdict.Stored, await WriteAsync(V2 with { GzipFrom = 1 }, http));
        Assert.Equal("https://db/influx/api/v2/write?org=a%26b&bucket=raw&precision=ms", http.Uri!.AbsoluteUri);
        Assert.Equal("Token t0ken", http.Authorization);
        Assert.Equal(("gzip", "m v=1 1\n"), (http.Encoding, http.Body));
    }

    [Theory]
    [InlineData(204, WriteNext.Acknowledge)]
    [InlineData(400, WriteNext.Bisect)]
    [InlineData(422, WriteNext.Bisect)]
    [InlineData(413, WriteNext.Halve)]
    [InlineData(401, WriteNext.FixAccess)]
    [InlineData(403, WriteNext.FixAccess)]
    [InlineData(404, WriteNext.FixAccess)]
    [InlineData(408, WriteNext.RetryLater)]
    [InlineData(429, WriteNext.RetryLater)]
    [InlineData(500, WriteNext.RetryLater)]
    [InlineData(502, WriteNext.RetryLater)]
    [InlineData(503, WriteNext.RetryLater)]
    [InlineData(504, WriteNext.RetryLater)]
    [InlineData(200, WriteNext.FixAccess)]
    [InlineData(302, WriteNext.FixAccess)]
    public async Task Write_EachStatus_HasItsVerdict(int status, WriteNext next) =>
        Assert.Equal(next, (await WriteAsync(V2, ScriptedHttp.Answering((HttpStatusCode)status))).Next);

    [Theory]
    [InlineData("""{"error":"partial write: unable to parse 'x' dropped=0"}""", "partial write: unable to parse 'x' dropped=0")]
    [InlineData("""{"code":"invalid","message":"line 2:\n  bad timestamp"}""", "line 2: bad timestamp")]
    [InlineData("upstream\r\nsays no", "upstream says no")]
    [InlineData("{broken", "{broken")]
    public async Task Write_Refused_SaysItInTheDatabasesOwnWords(string body, string words) =>
        Assert.Equal($"400 Bad Request: {words}", (await WriteAsync(V1, ScriptedHttp.Answering(HttpStatusCode.BadRequest, body))).Reason);

    [Fact]
    public async Task Write_AnEndlessBody_IsCutToAReason()
    {
        var verdict = await WriteAsync(V1, ScriptedHttp.Answering(HttpStatusCode.BadRequest, new string('x', 100_000)));
        Assert.InRange(verdict.Reason.Length, 100, 500);
    }

    [Fact]
    public async Task Write_TheServerEchoesASecret_ItIsMasked()
    {
        const string Echo = "t0ken or hunter2";
        Assert.Contains("*** or hunter2", (await WriteAsync(V2, ScriptedHttp.Answering(HttpStatusCode.Unauthorized, Echo))).Reason);
        Assert.Contains("t0ken or ***", (await WriteAsync(V1, ScriptedHttp.Answering(HttpStatusCode.Unauthorized, Echo))).Reason);
    }

    [Fact]
    public void ToString_OfOptions_HoldsNoSecret()
    {
        var options = V2 with { Url = new Uri("https://me:pw@db/") };
        Assert.Equal("bucket raw of a&b at https://db", options.ToString());
        Assert.Equal("database plant one at http://db:8086", V1.ToString());
    }

    [Fact]
    public async Task Write_NoDatabase_SaysWhichCommandCreatesIt()
    {
        var noDatabase = ScriptedHttp.Answering(HttpStatusCode.NotFound, """{"error":"database not found: \"plant one\""}""");
        var noBucket = ScriptedHttp.Answering(HttpStatusCode.NotFound);
        Assert.Contains("influx -execute 'CREATE DATABASE \"plant one\"'", (await WriteAsync(V1, noDatabase)).Reason);
        Assert.Contains("influx bucket create --org 'a&b' --name 'raw'", (await WriteAsync(V2, noBucket)).Reason);
    }

    [Fact]
    public async Task Write_RetryAfterInSeconds_IsGiven()
    {
        var wait = new RetryConditionHeaderValue(TimeSpan.FromSeconds(30));
        var http = ScriptedHttp.Answering(HttpStatusCode.TooManyRequests, "", response => response.Headers.RetryAfter = wait);
        var verdict = await WriteAsync(V2, http);
        Assert.Equal((WriteNext.RetryLater, TimeSpan.FromSeconds(30)), (verdict.Next, verdict.RetryAfter));
    }

    [Theory]
    [InlineData(90, 90)]
    [InlineData(-90, 0)]
    public async Task Write_RetryAfterAsADate_IsCountedFromNow(int secondsFromNow, int wait)
    {
        var date = new RetryConditionHeaderValue(Readings.Noon.AddSeconds(secondsFromNow));
        var http = ScriptedHttp.Answering(HttpStatusCode.ServiceUnavailable, "", response => response.Headers.RetryAfter = date);
        Assert.Equal(TimeSpan.FromSeconds(wait), (await WriteAsync(V2, http)).RetryAfter);
    }

    [Fact]
    public async Task Write_NoRetryAfter_IsNull() =>
        Assert.Null((await WriteAsync(V2, ScriptedHttp.Answering(HttpStatusCode.ServiceUnavailable))).RetryAfter);

    [Fact]
    public async Task Write_NoConnection_IsTriedLater()
    {
        var http = new ScriptedHttp((_, _) => throw new HttpRequestException("Connection refused (db:8086)", new SocketException(111)));
        Assert.Equal(new WriteVerdict(WriteNext.RetryLater, "Connection refused (db:8086)", null), await WriteAsync(V1, http));
    }

    [Fact]
    public async Task Write_NoTrustInTheCertificate_IsAnAccessFaultThatIsNamed()
    {
        var fault = new HttpRequestException(
            HttpRequestError.SecureConnectionError, "no connection", new AuthenticationException("RemoteCertificateChainErrors"));
        var verdict = await WriteAsync(V2, new ScriptedHttp((_, _) => throw fault));
        Assert.Equal(WriteNext.FixAccess, verdict.Next);
        Assert.Contains("no TLS with the database: RemoteCertificateChainErrors", verdict.Reason);
        Assert.Contains("tls_ca_file", verdict.Reason);
    }

    [Fact]
    public async Task Write_NoAddressForTheName_IsTriedLaterAndNamesIt()
    {
        var cause = new SocketException((int)SocketError.HostNotFound);
        var fault = new HttpRequestException(HttpRequestError.NameResolutionError, "no", cause);
        var verdict = await WriteAsync(V1, new ScriptedHttp((_, _) => throw fault));
        Assert.Equal(WriteNext.RetryLater, verdict.Next);
        Assert.StartsWith("no address for 'db'", verdict.Reason);
    }

    [Fact]
    public async Task Write_NoAnswerInTime_IsTriedLater()
    {
        var called = new TaskCompletionSource();
        var http = new ScriptedHttp(async (_, token) =>
        {
            called.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            throw new InvalidOperationException();
        });
        var write = WriteAsync(V1, http);
        await called.Task;
        time.Advance(V1.Timeout);
        Assert.Equal(new WriteVerdict(WriteNext.RetryLater, "no answer within 10 s", null), await write);
    }

    [Fact]
    public async Task Write_Cancelled_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        using var writer = Writer(V1, new ScriptedHttp((_, token) => Task.FromCanceled<HttpResponseMessage>(token)));
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await writer.WriteAsync("m v=1 1\n"u8.ToArray(), cancelled.Token));
    }

    [Fact]
    public async Task EnsureDatabase_V1_CreatesIt()
    {
        var http = ScriptedHttp.Answering(HttpStatusCode.OK, """{"results":[{"statement_id":0}]}""");
        using var writer = Writer(V1, http);
        Assert.Equal(WriteVerdict.Stored, await writer.EnsureDatabaseAsync(Token));
        Assert.Equal("http://db:8086/query", http.Uri!.AbsoluteUri);
        Assert.Equal("""q=CREATE DATABASE "plant one" """.Trim(), Uri.UnescapeDataString(http.Body));
    }

    [Fact]
    public async Task EnsureDatabase_RefusedWithinTheAnswer_IsNotSuccess()
    {
        using var writer = Writer(V1, ScriptedHttp.Answering(HttpStatusCode.OK, """{"results":[{"statement_id":0,"error":"no right"}]}"""));
        var verdict = await writer.EnsureDatabaseAsync(Token);
        Assert.Equal(WriteNext.FixAccess, verdict.Next);
        Assert.Contains("no right", verdict.Reason);
    }

    [Fact]
    public async Task EnsureDatabase_V2_SaysWhichCommandCreatesIt()
    {
        using var writer = Writer(V2, ScriptedHttp.Answering(HttpStatusCode.OK));
        Assert.Contains("influx bucket create", (await writer.EnsureDatabaseAsync(Token)).Reason);
    }

    private async Task<WriteVerdict> WriteAsync(InfluxOptions options, ScriptedHttp http)
    {
        using var writer = Writer(options, http);
        return await writer.WriteAsync("m v=1 1\n"u8.ToArray(), Token);
    }

    private InfluxWriter Writer(InfluxOptions options, HttpMessageHandler http) =>
        new(options, http, time, NullLogger<InfluxWriter>.Instance);
}
