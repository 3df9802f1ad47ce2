using System.CommandLine;
using Gateway.Simulators;

const int wrongUsage = 2;

var root = new RootCommand("A plant that knows its own truth: a fan with a drive and a meter, and a boiler's stack with a monitor.")
{
    RunCommand.Create(TimeProvider.System),
};
var parsed = root.Parse(args);

// After Ctrl-C the truth of a long run is still to be integrated.
var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
return parsed.Errors.Count > 0 ? wrongUsage : exitCode;
