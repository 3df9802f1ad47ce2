using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Gateway.Status;

/// <summary>Serves <c>/healthz</c>, <c>/status</c> and <c>/metrics</c> over HTTP. Reads only.</summary>
internal sealed class StatusServer : IAsyncDisposable
{
    private const int MaxConnections = 64;
    private readonly WebApplication application;
    private volatile StatusPages? pages;

    private StatusServer(WebApplication application) => this.application = application;

    /// <summary>Where it listens, with the port that was really taken.</summary>
    public string Address => application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Starts to listen. Until a status is shown it answers that the gateway is starting.</summary>
    /// <exception cref="IOException">The address is taken or not this machine's.</exception>
    public static async Task<StatusServer> StartAsync(IPEndPoint listen, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Listen(listen);
        });
        var application = builder.Build();
        var server = new StatusServer(application);
        application.MapGet("/status", () => server.WhenShown(shown => Results.Text(shown.Json(), "application/json", Encoding.UTF8)));
        application.MapGet("/metrics", () => server.WhenShown(shown => Results.Text(shown.Metrics(), PrometheusText.ContentType)));
        application.MapGet("/healthz", () => server.WhenShown(shown => Answer(shown.Health())));
        await application.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Serves a gateway's status from here on.</summary>
    public void Show(Func<GatewayStatus> status, Func<Health> health) => Show(new StatusPages(
        () => JsonSerializer.Serialize(status(), StatusJson.Default.GatewayStatus), () => PrometheusText.Write(status()), health));

    /// <summary>Serves these pages from here on.</summary>
    public void Show(StatusPages shown) => pages = shown;

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static IResult Answer(Health health) => Results.Text(
        health.Text + "\n",
        "text/plain",
        statusCode: health.IsHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);

    private IResult WhenShown(Func<StatusPages, IResult> answer) =>
        pages is { } shown ? answer(shown) : Answer(new Health(false, "starting"));
}

/// <summary>What is served, each made when it is asked for.</summary>
/// <param name="Json">The page <c>/status</c>.</param>
/// <param name="Metrics">The page <c>/metrics</c>.</param>
/// <param name="Health">The page <c>/healthz</c>.</param>
internal sealed record StatusPages(Func<string> Json, Func<string> Metrics, Func<Health> Health);

/// <summary>Whether the gateway does its job, and if not, what is missing.</summary>
internal readonly record struct Health(bool IsHealthy, string Text);
