using System.CommandLine;
using Gateway;
using Gateway.Verbs;

var root = new RootCommand("Industrial telemetry gateway: polls motor systems and emission monitors, computes verified savings and loads, forwards them.")
{
    DemoVerb.Create(),
    RunVerb.Create(),
    BridgeVerb.Create(),
    CheckVerb.Create(),
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

return await command.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
