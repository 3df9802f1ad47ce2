using System.CommandLine;
using Gateway.Configuration;
using Gateway.Pipeline;
using Gateway.Status;

namespace Gateway.Verbs;

/// <summary><c>gateway run [FILE]</c>: poll, compute, record, forward until stopped.</summary>
internal static class RunVerb
{
    private static readonly TimeSpan DrainAtStop = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The configuration.", DefaultValueFactory = _ => "gateway.yaml" };
        var command = new Command("run", "Poll the devices, compute, record and forward, until stopped.") { file };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(file)!, stop));
        return command;
    }

    private static async Task<int> RunAsync(string file, CancellationToken stop)
    {
        var configuration = GatewayFile.Read(file);
        if (!configuration.IsSound)
        {
            ConfigurationFaults.Print(configuration.Faults, Console.Error);
            return ExitCode.WrongConfiguration;
        }

        using var logging = ConsoleLogging.Create();
        return await Failures.NameAsync(() => RunAsync(configuration.Value, logging, stop), Console.Error);
    }

    private static async Task RunAsync(GatewayOptions options, ILoggerFactory logging, CancellationToken stop)
    {
        await using var pipeline = GatewayPipeline.Open(options, TimeProvider.System, TimeProvider.System, logging);
        await using var status = options.Http is { } listen
            ? await StatusServer.StartAsync(listen, pipeline.Status, pipeline.Health, stop)
            : null;
        await pipeline.RunAsync(DrainAtStop, stop);
    }
}
