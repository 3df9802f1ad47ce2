using System.CommandLine;

namespace Gateway.Simulators;

/// <summary>The executable's command line. Exit codes: 0 done, 1 failed, 2 wrong usage, 78 wrong scenario.</summary>
internal static class SimulatorCommandLine
{
    private const int WrongUsage = 2;

    public static async Task<int> InvokeAsync(
        string[] arguments, TimeProvider time, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var root = new RootCommand(
            "A plant that knows its own truth: machines with drives and meters, stacks with monitors, or any device by its profile.")
        {
            RunCommand.Create(time),
        };
        var parsed = root.Parse(arguments);
        var exitCode = await parsed.InvokeAsync(console, cancellationToken);
        return parsed.Errors.Count > 0 ? WrongUsage : exitCode;
    }
}
