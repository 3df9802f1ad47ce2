using Gateway.TestKit.Servers;

namespace Gateway.EndToEnd.Tests.Faults;

/// <summary>The whole way from register to database while all of it fails. The long run is <c>soak</c>, see the README.</summary>
public sealed class FaultSuiteTests
{
    [Theory]
    [InlineData(1)]
    public async Task Delivery_WhateverFails_LosesAndDoublesNothing(int seed)
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        Assert.SkipUnless(InfluxServer.IsInstalled, InfluxServer.MissingReason);
        var token = TestContext.Current.CancellationToken;
        await using var site = await FaultSite.StartAsync(token);
        using var run = new FaultRun(site, line => TestContext.Current.TestOutputHelper?.WriteLine(line), token);
        var balance = await run.RunAsync(Fault.Sequence(seed, 2 * Enum.GetValues<FaultKind>().Length));
        Assert.Empty(balance.Lost);
        Assert.Empty(balance.Doubled);
        Assert.Empty(balance.ResultsDiffer);
        Assert.True(balance.Recorded > 1000, $"only {balance.Recorded} values were recorded");
    }
}
