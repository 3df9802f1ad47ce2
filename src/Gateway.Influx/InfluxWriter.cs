using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Gateway.Influx;

/// <summary>Writes points to InfluxDB over HTTP, by the 1.x, the 2.x or the 3.x API. Safe to use from several tasks at once.</summary>
/// <remarks>
/// InfluxDB takes what it can of a batch with a bad line ("partial write"), so a batch that is refused may be stored in part; writing it
/// again is harmless. Only 204 means stored: a proxy's login page answers 200.
/// </remarks>
public sealed class InfluxWriter : IPointWriter, IDisposable
{
    private readonly InfluxOptions options;
    private readonly HttpClient http;
    private readonly TimeProvider timeProvider;
    private readonly WriteStateLog log;
    private readonly Uri writeUri;

    /// <summary>Creates a writer with its own connections.</summary>
    public InfluxWriter(InfluxOptions options, TimeProvider timeProvider, ILogger<InfluxWriter> logger)
        : this(options, ConnectionSetup.Handler(options), timeProvider, logger)
    {
    }

    /// <summary>Creates a writer over a given handler, which it then owns.</summary>
    public InfluxWriter(InfluxOptions options, HttpMessageHandler handler, TimeProvider timeProvider, ILogger<InfluxWriter> logger)
    {
        this.options = options;
        this.timeProvider = timeProvider;
        log = new WriteStateLog(logger, options.ToString());
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = InfluxRequests.Authorization(options);
        writeUri = InfluxRequests.WriteUri(options);
    }

    /// <inheritdoc/>
    public async ValueTask<WriteVerdict> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        var content = LineContent.Of(lines, options.GzipFrom);
        using var request = new HttpRequestMessage(HttpMethod.Post, writeUri) { Content = content };
        var verdict = await SendAsync(request, HttpStatusCode.NoContent, lines, cancellationToken);
        if (verdict.Next == WriteNext.Acknowledge)
        {
            content.Release();
        }

        log.Note(verdict);
        return verdict;
    }

    /// <summary>
    /// Makes sure that the 1.x database exists. A 2.x bucket belongs to an organization, with a retention that somebody must decide on:
    /// there the verdict is <see cref="WriteNext.FixAccess"/>, with the command that creates it. A 3.x database comes with the first write.
    /// </summary>
    public async ValueTask<WriteVerdict> EnsureDatabaseAsync(CancellationToken cancellationToken)
    {
        if (options.Api == InfluxApi.V3)
        {
            return WriteVerdict.Stored;
        }

        if (options.Api == InfluxApi.V2)
        {
            return new WriteVerdict(
                WriteNext.FixAccess, "a bucket is not created from here: " + InfluxRequests.CreationCommand(options), null);
        }

        var statement = $"q={Uri.EscapeDataString($"CREATE DATABASE {InfluxRequests.QuotedIdentifier(options.Database ?? string.Empty)}")}";
        using var request = new HttpRequestMessage(HttpMethod.Post, InfluxRequests.QueryUri(options))
        {
            Content = new StringContent(statement, Encoding.UTF8, new MediaTypeHeaderValue("application/x-www-form-urlencoded")),
        };
        return await SendAsync(request, HttpStatusCode.OK, default, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async ValueTask<WriteVerdict> SendAsync(
        HttpRequestMessage request, HttpStatusCode done, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await InfluxReply.ReadAsync(response, done, lines, options, timeProvider, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return RetryLater($"no answer within {options.Timeout.TotalSeconds:0.#} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return ConnectionFaults.Verdict(e, options);
        }
    }

    private static WriteVerdict RetryLater(string reason) => new(WriteNext.RetryLater, reason, null);
}
