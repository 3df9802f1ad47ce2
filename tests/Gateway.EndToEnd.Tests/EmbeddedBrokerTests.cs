using System.Net;
using Gateway.Mqtt;
using Gateway.TestKit.Servers;

namespace Gateway.EndToEnd.Tests;

/// <summary><c>gateway run</c> with a broker of its own, as the gateway itself and a bridge reach it.</summary>
public sealed class EmbeddedBrokerTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly int port = FreePort.Next();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_WithABrokerOfItsOwn_SignsInThereAndLetsOnlyUsersIn()
    {
        await File.WriteAllTextAsync(folder.File("own"), "hunter-1\n", Token);
        await File.WriteAllTextAsync(folder.File("bridge"), "hunter-2\n", Token);
        await File.WriteAllTextAsync(
            folder.File("gateway.yaml"),
            $$"""
            site: s
            gateway: g
            links:
              - name: line
                tcp: 127.0.0.1:{{FreePort.Next()}}
                devices: [ { name: meter, profile: eastron-sdm630 } ]
            broker:
              listen: 127.0.0.1:{{port}}
              users:
                - { name: g, password_file: own }
                - { name: b, password_file: bridge, role: bridge }
            forward: { broker: '127.0.0.1:{{port}}', user: g, password_file: own }
            http: { enabled: false }
            """,
            Token);
        await using var gateway = GatewayProcess.Start("run", folder.File("gateway.yaml"));
        var signedIn = $"Connected to mqtt://127.0.0.1:{port} as gateway-s-g";
        await Eventually.HoldsAsync(
            () => Task.FromResult(gateway.Output.Contains(signedIn, StringComparison.Ordinal)),
            "the gateway is at its own broker", () => gateway.Output, Token);
        Assert.Null(await ProbeAsync("b", "hunter-2"));
        Assert.Contains("BadUserNameOrPassword", await ProbeAsync("b", "hunter-1"), StringComparison.Ordinal);
        Assert.Contains("BadUserNameOrPassword", await ProbeAsync(null, null), StringComparison.Ordinal);
        Assert.Equal(0, await gateway.StopAsync(Token));
        Assert.DoesNotContain("hunter", gateway.Output, StringComparison.Ordinal);
    }

    private Task<string?> ProbeAsync(string? user, string? password) => BrokerProbe.TryAsync(
        new BrokerOptions { Host = IPAddress.Loopback.ToString(), Port = port, User = user, Password = password },
        "probe", TimeProvider.System, Token);
}
