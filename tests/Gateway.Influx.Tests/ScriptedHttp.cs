using System.IO.Compression;
using System.Net;

namespace Gateway.Influx.Tests;

/// <summary>An HTTP server's answers without a server; keeps the last request.</summary>
internal sealed class ScriptedHttp(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    public Uri? Uri { get; private set; }

    public string? Authorization { get; private set; }

    public string? Encoding { get; private set; }

    public string Body { get; private set; } = string.Empty;

    public static ScriptedHttp Answering(HttpStatusCode status, string body = "", Action<HttpResponseMessage>? add = null) => new((_, _) =>
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body) };
        add?.Invoke(response);
        return Task.FromResult(response);
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Uri = request.RequestUri;
        Authorization = request.Headers.Authorization?.ToString();
        Encoding = request.Content?.Headers.ContentEncoding.SingleOrDefault();
        var bytes = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        Body = Encoding == "gzip" ? Unzip(bytes) : System.Text.Encoding.UTF8.GetString(bytes);
        return await answer(request, cancellationToken);
    }

    private static string Unzip(byte[] bytes)
    {
        using var unzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        return new StreamReader(unzip, System.Text.Encoding.UTF8).ReadToEnd();
    }
}
