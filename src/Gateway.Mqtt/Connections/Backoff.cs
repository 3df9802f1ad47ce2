using Polly;
using Polly.Retry;

namespace Gateway.Mqtt.Connections;

/// <summary>
/// The pauses between attempts to connect: doubling up to a bound, and drawn evenly from zero to there ("full jitter"), so that a thousand
/// gateways do not come back at the same instant when their broker does.
/// </summary>
internal static class Backoff
{
    private const int MostDoublings = 20;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);

    /// <summary>The pause before the attempt after <paramref name="failures"/> others.</summary>
    public static TimeSpan Pause(int failures, TimeSpan longest, Random random) =>
        TimeSpan.FromTicks(Math.Min(longest.Ticks, FirstPause.Ticks << Math.Min(failures, MostDoublings))) * random.NextDouble();

    /// <summary>
    /// Repeats an attempt until its result says that the connection was a good one; the pauses then start from the beginning.
    /// </summary>
    /// <param name="brokers">How many are tried in turn: the pauses double once for each round.</param>
    /// <param name="longest">The bound of a pause.</param>
    /// <param name="random">Draws the pauses.</param>
    /// <param name="timeProvider">For the pauses.</param>
    public static ResiliencePipeline<ConnectionEnd> Pipeline(int brokers, TimeSpan longest, Random random, TimeProvider timeProvider) =>
        new ResiliencePipelineBuilder<ConnectionEnd> { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions<ConnectionEnd>
            {
                ShouldHandle = arguments => ValueTask.FromResult(ReferenceEquals(arguments.Outcome.Result, ConnectionEnd.Early)),
                MaxRetryAttempts = int.MaxValue,
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(Pause(arguments.AttemptNumber / brokers, longest, random)),
            })
            .Build();
}
