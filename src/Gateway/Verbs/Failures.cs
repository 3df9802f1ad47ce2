using System.Net.Sockets;

namespace Gateway.Verbs;

/// <summary>Turns a failure that a user can mend into one line and an exit code. A broken invariant goes through as it is.</summary>
internal static class Failures
{
    /// <param name="work">What may fail.</param>
    /// <param name="errors">Where the failure is named.</param>
    /// <param name="stop">Being stopped is no failure.</param>
    public static async Task<int> NameAsync(Func<Task> work, TextWriter errors, CancellationToken stop)
    {
        // The command line listens for signals only once this first waits: a stop that comes early must find it listening.
        await Task.Yield();
        try
        {
            await work();
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Done;
        }
        catch (NamedFailure failure) when (failure.Faults.Count > 0)
        {
            ConfigurationFaults.Print(failure.Faults, errors);
            return ExitCode.WrongConfiguration;
        }
        catch (Exception failure) when (failure is NamedFailure or IOException or SocketException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"gateway: {failure.Message}");
            return ExitCode.Failed;
        }
    }
}
