using System.Diagnostics;

namespace Gateway.EndToEnd.Tests;

/// <summary>Waits for something that real processes will do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns as soon as the condition holds; fails, saying what was waited for, when it does not in time.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what, Func<string> context, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Longest, $"waited {Longest.TotalSeconds} s for: {what}\n{context()}");
            await Task.Delay(Step, TimeProvider.System, cancellationToken);
        }
    }
}
