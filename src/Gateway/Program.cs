using System.CommandLine;
using Gateway;
using Gateway.Verbs;

var root = new RootCommand(
    "Industrial telemetry gateway: polls motor systems and emission monitors, computes savings and loads, forwards them.")
{
    DemoVerb.Create(),
    RunVerb.Create(),
    ReadVerb.Create(),
    ScanVerb.Create(),
    BridgeVerb.Create(),
    CheckVerb.Create(),
    ProfilesVerb.Create(),
    MapVerb.Create(),
    ReplayVerb.Create(),
    HistoryVerb.Create(),
};

var command = root.Parse(args);
if (command.Errors.Count > 0)
{
    foreach (var error in command.Errors)
    {
        await Console.Error.WriteLineAsync($"gateway: {error.Message}");
    }

    await Console.Error.WriteLineAsync("gateway: try 'gateway --help'");
    return ExitCode.WrongUsage;
}

// A stop by signal waits for the last tick to be on disk and for what is on its way to be acknowledged.
return await command.InvokeAsync(new InvocationConfiguration
{
    EnableDefaultExceptionHandler = false,
    ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
});
