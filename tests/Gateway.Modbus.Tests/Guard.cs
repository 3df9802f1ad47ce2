namespace Gateway.Modbus.Tests;

/// <summary>Lets a test that waits for what never happens fail instead of hang. Not a measure of speed.</summary>
internal static class Guard
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task<T> Guarded<T>(this Task<T> task) =>
        task.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);

    public static Task<T> Guarded<T>(this ValueTask<T> task) => task.AsTask().Guarded();
}
