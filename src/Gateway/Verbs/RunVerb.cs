using System.CommandLine;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Gateway.Configuration;
using Gateway.Modbus;
using Gateway.Mqtt;
using Gateway.Northbound;
using Gateway.Pipeline;
using Gateway.Reloading;

namespace Gateway.Verbs;

/// <summary><c>gateway run [FILE]</c>: poll, compute, record, forward until stopped.</summary>
internal static class RunVerb
{
    private static readonly TimeSpan DrainAtStop = TimeSpan.FromSeconds(2);

    private static readonly TraceArguments Trace = new();

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The configuration.", DefaultValueFactory = _ => "gateway.yaml" };
        var command = new Command("run", "Poll the devices, compute, record and forward, until stopped.") { file };
        Trace.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(parsed, parsed.GetValue(file)!, stop));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string file, CancellationToken stop)
    {
        var configuration = LoadedConfiguration.Load(file);
        if (!configuration.Read.IsSound)
        {
            ConfigurationFaults.Print(configuration.Read.Faults, Console.Error);
            return ExitCode.WrongConfiguration;
        }

        using var logging = ConsoleLogging.Create();
        return await Failures.NameAsync(() => RunAsync(parsed, configuration, logging, stop), Console.Error, stop);
    }

    private static async Task RunAsync(
        ParseResult parsed, LoadedConfiguration configuration, ILoggerFactory logging, CancellationToken stop)
    {
        var options = configuration.Read.Value;
        SocketCompletions.RunInline();
        await using var broker = await StartBrokerAsync(options.BrokerServer, logging);
        await FirstStart.ProveAsync(options, stop);
        await using var status = await StatusListening.StartAsync(options.Http, stop);
        await using var registers = options.ModbusServer is { } server ? RegisterServer.Listen(server) : null;
        var logger = logging.CreateLogger<PcapngTrace>();
        await using var trace = Trace.Open(parsed, fault => Pipeline.Log.TraceEnds(logger, fault));
        using var pipeline = GatewayPipeline.Open(options, TimeProvider.System, TimeProvider.System, logging, trace);
        using var reload = new ConfigurationReload(
            configuration, pipeline, ShowRegisters, TimeProvider.System, logging.CreateLogger<ConfigurationReload>());
        status?.Show(() => pipeline.Status() with { Configuration = reload.Status }, pipeline.Health);
        ShowRegisters();
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            reload.Ask();
        });
        await PipelineParts.TogetherAsync(stop, token => pipeline.RunAsync(DrainAtStop, token), reload.RunAsync);

        void ShowRegisters()
        {
            if (registers is not null && pipeline.Registers() is { } image)
            {
                registers.Show(image);
            }
        }
    }

    private static async Task<EmbeddedBroker?> StartBrokerAsync(BrokerServerOptions? server, ILoggerFactory logging)
    {
        try
        {
            return server is null ? null : await EmbeddedBroker.StartAsync(server.Broker, logging.CreateLogger<EmbeddedBroker>());
        }
        catch (SocketException fault)
        {
            throw new NamedFailure($"{server!.Place}: cannot listen on {server.Broker.Listen}: {fault.Message}. "
                + "Free the port or set another one.");
        }
    }
}
