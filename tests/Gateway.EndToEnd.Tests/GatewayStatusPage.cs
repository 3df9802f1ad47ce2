using System.Text.Json;

namespace Gateway.EndToEnd.Tests;

/// <summary>The pages a running gateway serves.</summary>
internal sealed class GatewayStatusPage(int port) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

    /// <summary>The status, or null while nothing answers.</summary>
    public async Task<JsonElement?> StatusAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/status", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode
                ? JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)).RootElement
                : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public Task<string> TextAsync(string path, CancellationToken cancellationToken) =>
        http.GetStringAsync(new Uri(path, UriKind.Relative), cancellationToken);

    public void Dispose() => http.Dispose();
}
