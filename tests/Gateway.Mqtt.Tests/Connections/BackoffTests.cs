using CsCheck;
using Gateway.Mqtt.Connections;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Mqtt.Tests.Connections;

public sealed class BackoffTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    [Fact]
    public void Pause_AnyNumberOfFailures_StaysBelowItsDoublingAndTheBound() =>
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int).Sample((failures, seed) =>
        {
            var ceiling = TimeSpan.FromSeconds(Math.Min(30, 0.5 * Math.Pow(2, failures)));
            return Backoff.Pause(failures, Longest, new Random(seed)) is var pause && pause >= TimeSpan.Zero && pause < ceiling;
        });

    [Fact]
    public void Pause_OfManyGateways_IsSpreadOverTheWholeRange()
    {
        var random = new Random(1);
        var pauses = Enumerable.Range(0, 1000).Select(_ => Backoff.Pause(20, Longest, random).TotalSeconds).ToArray();
        Assert.InRange(pauses.Average(), 14, 16);
        Assert.True(pauses.Min() < 1 && pauses.Max() > 29);
    }

    [Fact]
    public async Task Pipeline_EarlyEnds_AreTriedAgainUntilGoodService()
    {
        var time = new FakeTimeProvider();
        var attempts = 0;
        var run = Backoff.Pipeline(1, Longest, new Random(1), time).ExecuteAsync(
            _ => ValueTask.FromResult(++attempts < 5 ? ConnectionEnd.Early : ConnectionEnd.AfterGoodService),
            TestContext.Current.CancellationToken);
        while (!run.IsCompleted)
        {
            time.Advance(Longest);
            await Task.Yield();
        }

        Assert.Equal(ConnectionEnd.AfterGoodService, await run);
        Assert.Equal(5, attempts);
    }
}
