using System.Text.Json;
using Gateway.TestKit.Servers;

namespace Gateway.EndToEnd.Tests;

/// <summary>A running gateway whose configuration is edited, as its user sees it.</summary>
public sealed class ReloadTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly int port = FreePort.Next();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Configuration => folder.File("gateway.yaml");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_ConfigurationEdited_IsTakenUpOrRefusedInLogAndStatus()
    {
        await WriteAsync("1s");
        await using var gateway = GatewayProcess.Start("run", Configuration);
        using var page = new GatewayStatusPage(port);
        var first = await ConfigurationAsync(page, gateway, status => status.GetProperty("changes").GetInt64() == 0);

        await WriteAsync("soon");
        var refused = await ConfigurationAsync(page, gateway, status => status.GetProperty("refused").ValueKind == JsonValueKind.Object);
        var fault = refused.GetProperty("refused").GetProperty("faults")[0].GetString()!;
        Assert.StartsWith($"{Configuration}:6:66: 'interval'", fault, StringComparison.Ordinal);
        Assert.Contains(fault, gateway.Output, StringComparison.Ordinal);
        Assert.Equal(first.GetProperty("sha256").GetString(), refused.GetProperty("sha256").GetString());
        Assert.Contains("gateway_configuration_refused 1", await page.TextAsync("/metrics", Token), StringComparison.Ordinal);

        await WriteAsync("2s");
        var taken = await ConfigurationAsync(page, gateway, status => status.GetProperty("changes").GetInt64() == 1);
        Assert.Equal(JsonValueKind.Null, taken.GetProperty("refused").ValueKind);
        Assert.Contains("is in force: links replaced: line", gateway.Output, StringComparison.Ordinal);

        await gateway.SignalAsync("HUP", Token);
        await Eventually.HoldsAsync(
            () => Task.FromResult(gateway.Output.Contains("is unchanged", StringComparison.Ordinal)),
            "the signal is answered", () => gateway.Output, Token);
        Assert.Equal(0, await gateway.StopAsync(Token));
    }

    private Task WriteAsync(string interval) => File.WriteAllTextAsync(
        Configuration,
        $$"""
        site: s
        gateway: g
        links:
          - name: line
            tcp: 127.0.0.1:{{FreePort.Next()}}
            devices: [ { name: meter, profile: eastron-sdm630, interval: {{interval}} } ]
        http: { listen: 127.0.0.1:{{port}} }
        """,
        Token);

    private static async Task<JsonElement> ConfigurationAsync(
        GatewayStatusPage page, GatewayProcess gateway, Predicate<JsonElement> condition)
    {
        JsonElement? found = null;
        await Eventually.HoldsAsync(
            async () => (found = (await page.StatusAsync(Token))?.GetProperty("configuration")) is { } status && condition(status),
            "the configuration's status", () => gateway.Output, Token);
        return found!.Value;
    }
}
