using System.IO.Compression;
using System.Net;
using System.Text;
using Gateway.TestKit.Servers;

namespace Gateway.Influx.Tests;

/// <summary>A real HTTP server on loopback that answers each write by a function of its lines.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Func<string[], Reply> answer;
    private readonly Task serving;

    private ScriptedServer(int port, Func<string[], Reply> answer)
    {
        this.answer = answer;
        Url = new Uri($"http://127.0.0.1:{port}/");
        listener.Prefixes.Add(Url.AbsoluteUri);
        listener.Start();
        serving = ServeAsync();
    }

    public Uri Url { get; }

    /// <summary>Each write's path and query, headers and lines.</summary>
    public List<Write> Writes { get; } = [];

    /// <summary>All lines of the writes that were answered with 204.</summary>
    public IEnumerable<string> Stored => Writes.Where(write => write.Status == 204).SelectMany(write => write.Lines);

    public static ScriptedServer Start(Func<string[], Reply> answer) => new(FreePort.Next(), answer);

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
        listener.Close();
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                await AnswerAsync(await listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var request = context.Request;
        var isZipped = request.Headers["Content-Encoding"] == "gzip";
        await using var body = isZipped ? new GZipStream(request.InputStream, CompressionMode.Decompress) : request.InputStream;
        var lines = (await new StreamReader(body, Encoding.UTF8).ReadToEndAsync()).TrimEnd('\n').Split('\n');
        var reply = answer(lines);
        Writes.Add(new Write(request.Url!.PathAndQuery, request.Headers["Authorization"], isZipped, lines, reply.Status));
        context.Response.StatusCode = reply.Status;
        if (reply.RetryAfter is not null)
        {
            context.Response.Headers["Retry-After"] = reply.RetryAfter;
        }

        context.Response.Close(Encoding.UTF8.GetBytes(reply.Body), willBlock: false);
    }

    public sealed record Write(string PathAndQuery, string? Authorization, bool IsZipped, string[] Lines, int Status);

    public sealed record Reply(int Status, string Body = "", string? RetryAfter = null)
    {
        public static Reply Stored { get; } = new(204);
    }
}
