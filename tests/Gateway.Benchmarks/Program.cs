using System.CommandLine;
using Gateway.Benchmarks;

var root = new RootCommand("Measures the gateway beside its peers; prints one JSON object for each benchmark.")
{
    PartsCommand.Modbus(),
    PartsCommand.Journal(),
    PartsCommand.Mqtt(),
    PartsCommand.Bridge(),
    ChildCommand.Create(),
};

var command = root.Parse(args);
if (command.Errors.Count > 0)
{
    foreach (var error in command.Errors)
    {
        await Console.Error.WriteLineAsync($"benchmarks: {error.Message}");
    }

    await Console.Error.WriteLineAsync("benchmarks: try '--help'");
    return 2;
}

try
{
    return await command.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (BenchmarkFailedException e)
{
    await Console.Error.WriteLineAsync($"benchmarks: {e.Message}");
    return 1;
}
