using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Bridge;
using Gateway.Configuration;
using Gateway.Influx;
using Gateway.Mqtt;
using Gateway.Status;

namespace Gateway.Verbs;

/// <summary><c>gateway bridge [FILE]</c>: take messages from the broker, write them to InfluxDB, acknowledge.</summary>
internal static class BridgeVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The configuration.", DefaultValueFactory = _ => "bridge.yaml" };
        var command = new Command("bridge", "Write what gateways publish to InfluxDB and acknowledge it, until stopped.") { file };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(file)!, stop));
        return command;
    }

    private static async Task<int> RunAsync(string file, CancellationToken stop)
    {
        var configuration = BridgeFile.Read(file);
        if (!configuration.IsSound)
        {
            ConfigurationFaults.Print(configuration.Faults, Console.Error);
            return ExitCode.WrongConfiguration;
        }

        using var logging = ConsoleLogging.Create();
        return await Failures.NameAsync(() => RunAsync(configuration.Value, logging, stop), Console.Error, stop);
    }

    private static async Task RunAsync(BridgeOptions options, ILoggerFactory logging, CancellationToken stop)
    {
        if (await BrokerProbe.TryAsync(options.Source.Broker, "bridge-probe", TimeProvider.System, stop) is { } fault)
        {
            throw new NamedFailure($"{options.Source.Place}: {fault}; start the broker or correct the address");
        }

        using var influx = new InfluxWriter(options.Influx, TimeProvider.System, logging.CreateLogger<InfluxWriter>());

        // Drawn from the system: in containers every bridge has the same process id, and would take the others' client id.
        var random = new Random(RandomNumberGenerator.GetInt32(int.MaxValue));
        var subscriber = new MqttSubscriber(
            options.Source.Broker, new Topics(options.Source.Prefix), new SubscriberOptions { Group = options.Group },
            TimeProvider.System, random, logging.CreateLogger<MqttSubscriber>());
        var log = logging.CreateLogger<BridgeLoop>();
        var bridge = new BridgeLoop(subscriber, influx, options.Settings, new Random(random.Next()), TimeProvider.System, log);
        await using var status = await StatusListening.StartAsync(options.Http, stop);
        if (status is not null)
        {
            status.Show(new StatusPages(
                () => JsonSerializer.Serialize(bridge.Status(), BridgeJson.Default.BridgeStatus),
                () => BridgeMetrics.Write(bridge.Status()), bridge.Health));
            Bridge.Log.StatusServed(log, status.Address);
        }

        await bridge.RunAsync(stop);
    }
}
