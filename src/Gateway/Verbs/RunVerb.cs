using System.CommandLine;
using System.Net.Sockets;
using Gateway.Configuration;
using Gateway.Modbus;
using Gateway.Northbound;
using Gateway.Pipeline;
using Gateway.Status;

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
        var configuration = GatewayFile.Read(file);
        if (!configuration.IsSound)
        {
            ConfigurationFaults.Print(configuration.Faults, Console.Error);
            return ExitCode.WrongConfiguration;
        }

        using var logging = ConsoleLogging.Create();
        return await Failures.NameAsync(() => RunAsync(parsed, configuration.Value, logging, stop), Console.Error, stop);
    }

    private static async Task RunAsync(ParseResult parsed, GatewayOptions options, ILoggerFactory logging, CancellationToken stop)
    {
        SocketCompletions.RunInline();
        await FirstStart.ProveAsync(options, stop);
        await using var status = await ListenAsync(options.Http, stop);
        await using var registers = options.ModbusServer is { } server ? RegisterServer.Listen(server) : null;
        var logger = logging.CreateLogger<PcapngTrace>();
        await using var trace = Trace.Open(parsed, fault => Log.TraceEnds(logger, fault));
        await using var pipeline = GatewayPipeline.Open(options, TimeProvider.System, TimeProvider.System, logging, trace);
        status?.Show(pipeline.Status, pipeline.Health);
        if (registers is not null && pipeline.Registers() is { } image)
        {
            registers.Show(image);
        }

        await pipeline.RunAsync(DrainAtStop, stop);
    }

    private static async Task<StatusServer?> ListenAsync(HttpOptions? http, CancellationToken stop)
    {
        try
        {
            return http is null ? null : await StatusServer.StartAsync(http.Listen, stop);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            throw new NamedFailure($"{http!.Place}: cannot listen on {http.Listen}: {fault.Message} Free the port or set another one.");
        }
    }
}
