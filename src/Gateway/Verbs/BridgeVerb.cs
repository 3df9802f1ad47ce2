using System.CommandLine;
using Gateway.Bridge;
using Gateway.Configuration;
using Gateway.Influx;
using Gateway.Mqtt;

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
        var seed = new Random(Environment.ProcessId);
        var subscriber = new MqttSubscriber(
            options.Source.Broker, new Topics(options.Source.Prefix), new SubscriberOptions { Group = options.Group },
            TimeProvider.System, seed, logging.CreateLogger<MqttSubscriber>());
        var bridge = new BridgeLoop(subscriber, influx, TimeProvider.System, logging.CreateLogger<BridgeLoop>());
        await bridge.RunAsync(stop);
    }
}
