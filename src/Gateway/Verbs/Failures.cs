using System.Net.Sockets;

namespace Gateway.Verbs;

/// <summary>Turns a failure that a user can mend into one line and an exit code. A broken invariant goes through as it is.</summary>
internal static class Failures
{
    public static async Task<int> NameAsync(Func<Task> work, TextWriter errors)
    {
        try
        {
            await work();
            return ExitCode.Done;
        }
        catch (Exception failure) when (failure is NamedFailure or IOException or SocketException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"gateway: {failure.Message}");
            return ExitCode.Failed;
        }
    }
}
