using System.Net;
using System.Runtime.Versioning;
using Gateway.Bridge;
using Gateway.Mqtt;
using Gateway.Pipeline;
using Gateway.Simulators;
using Gateway.Status;
using Gateway.Verbs;

namespace Gateway.Demo;

/// <summary>The whole way in one process: simulated plant, broker, gateway and bridge.</summary>
[SupportedOSPlatform("linux")]
internal sealed class DemoRun(DemoOptions options, DemoScreen screen)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(15);

    /// <summary>Runs the demo; returns its outcome.</summary>
    /// <exception cref="NamedFailure">A part of it could not be started.</exception>
    public async Task<DemoSummary> RunAsync(CancellationToken stop)
    {
        using var logging = ConsoleLogging.Create(LogLevel.Warning);
        using var folder = new DemoFolder(options.DataFolder);
        await using var broker = await EmbeddedBroker.StartAsync(0, logging.CreateLogger<EmbeddedBroker>());
        var clock = options.Speed > 1 ? new AcceleratedTime(TimeProvider.System, options.Speed) : TimeProvider.System;
        await using var plant = await SimulatedPlant.StartAsync(DemoPlant.Scenario(options.Plant, options.Seed), clock, stop);
        var installation = DemoPlant.Installation(plant, broker.Port, options, folder.Path);
        using var database = await DemoDatabase.OpenAsync(options.Influx, folder.Path, logging, stop);
        await using var status = await ListenAsync(installation.Http!.Listen, stop);
        using var pipeline = GatewayPipeline.Open(installation, clock, TimeProvider.System, logging);
        status.Show(pipeline.Status, pipeline.Health);

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (options.For is { } duration)
        {
            ending.CancelAfter(duration);
        }

        return await RunAsync(new Running(plant, pipeline, database, status.Address, clock), broker.Port, logging, ending.Token);
    }

    private async Task<DemoSummary> RunAsync(Running running, int brokerPort, ILoggerFactory logging, CancellationToken ending)
    {
        using var bridging = new CancellationTokenSource();
        var bridge = Bridge(running.Database, brokerPort, logging);
        var connected = RunAsync(bridge, bridging.Token);
        var started = TimeProvider.System.GetTimestamp();
        var plantStarted = running.Clock.GetTimestamp();
        var comparison = new DemoComparison(running.Plant);
        DemoState State() => running.State(
            comparison, TimeProvider.System.GetElapsedTime(started), running.Clock.GetElapsedTime(plantStarted));

        screen.Show(State());
        var gateway = running.Pipeline.RunAsync(LongestDrain, ending);
        while (!gateway.IsCompleted)
        {
            await Task.WhenAny(gateway, connected, Task.Delay(Refresh, TimeProvider.System, CancellationToken.None));
            screen.Show(State());
            if (connected.IsFaulted)
            {
                await connected;
            }
        }

        await gateway;
        await bridging.CancelAsync();
        await connected;
        var last = State();
        var delivered = running.Database.PointsTaken(last.Status.Delivery!.PointsReleased, bridge.LinesRejected);
        return DemoOutcome.Of(last, running.Pipeline, delivered);
    }

    private static BridgeLoop Bridge(DemoDatabase database, int brokerPort, ILoggerFactory logging)
    {
        var subscriber = new MqttSubscriber(
            new BrokerOptions { Host = "127.0.0.1", Port = brokerPort }, new Topics(), new SubscriberOptions(), TimeProvider.System,
            new Random(brokerPort), logging.CreateLogger<MqttSubscriber>());
        return new BridgeLoop(
            subscriber, database.Writer, new BridgeSettings(), new Random(brokerPort), TimeProvider.System,
            logging.CreateLogger<BridgeLoop>());
    }

    private static async Task RunAsync(BridgeLoop bridge, CancellationToken stop)
    {
        try
        {
            await bridge.RunAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // All is delivered by then.
        }
    }

    // A demo must not fail because something else has the usual port.
    private static async Task<StatusServer> ListenAsync(IPEndPoint listen, CancellationToken stop)
    {
        try
        {
            return await StatusServer.StartAsync(listen, stop);
        }
        catch (IOException)
        {
            return await StatusServer.StartAsync(new IPEndPoint(listen.Address, 0), stop);
        }
    }

    private sealed record Running(
        SimulatedPlant Plant, GatewayPipeline Pipeline, DemoDatabase Database, string Address, TimeProvider Clock)
    {
        public DemoState State(DemoComparison comparison, TimeSpan elapsed, TimeSpan plantElapsed)
        {
            var status = Pipeline.Status();
            comparison.Look(status);
            return new DemoState(elapsed, plantElapsed, Address, status, comparison.Retrofits, comparison.Pollutants);
        }
    }
}
