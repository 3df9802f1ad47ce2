using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Gateway.Status;

/// <summary>Serves <c>/healthz</c>, <c>/status</c> and <c>/metrics</c> over HTTP. Reads only.</summary>
internal sealed class StatusServer : IAsyncDisposable
{
    private const int MaxConnections = 64;
    private readonly WebApplication application;

    private StatusServer(WebApplication application) => this.application = application;

    /// <summary>Where it listens, with the port that was really taken.</summary>
    public string Address => application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">The address is taken or not this machine's.</exception>
    public static async Task<StatusServer> StartAsync(
        IPEndPoint listen, Func<GatewayStatus> status, Func<Health> health, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Listen(listen);
        });
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, StatusJson.Default));
        var application = builder.Build();
        application.MapGet("/status", () => Results.Json(status(), StatusJson.Default.GatewayStatus));
        application.MapGet("/metrics", () => Results.Text(PrometheusText.Write(status()), PrometheusText.ContentType));
        application.MapGet("/healthz", () => Answer(health()));
        await application.StartAsync(cancellationToken);
        return new StatusServer(application);
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static IResult Answer(Health health) =>
        Results.Text(health.Text + "\n", "text/plain", statusCode: health.IsHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
}

/// <summary>Whether the gateway does its job, and if not, what is missing.</summary>
internal readonly record struct Health(bool IsHealthy, string Text);
