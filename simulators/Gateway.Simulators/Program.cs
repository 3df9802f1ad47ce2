using System.CommandLine;
using Gateway.Simulators;

// After Ctrl-C the truth of a long run is still to be integrated.
var console = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) };
return await SimulatorCommandLine.InvokeAsync(args, TimeProvider.System, console, CancellationToken.None);
