using Gateway.Bridge;
using Gateway.Influx;
using Gateway.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Bridge;

/// <summary>A bridge at a real broker, with a clock that stands still unless it is moved.</summary>
public sealed class BridgeLoopTests : IAsyncLifetime
{
    private static readonly GatewayAddress Address = new("mill", "g1");
    private readonly FakeTimeProvider clock = new();
    private readonly MemoryDatabase database = new();
    private readonly CancellationTokenSource stop = new();
    private EmbeddedBroker broker = null!;
    private SentUntilAcknowledged gateway = null!;
    private BridgeLoop bridge = null!;
    private Task running = Task.CompletedTask;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        broker = await EmbeddedBroker.StartAsync(0, NullLogger<EmbeddedBroker>.Instance);
        gateway = new SentUntilAcknowledged(broker.Port, Address);
        gateway.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await broker.DisposeAsync();
        stop.Dispose();
    }

    [Fact]
    public async Task Write_FewMessages_WaitForAQuarterOfTheTimeAndGoTogether()
    {
        await StartAsync(new BridgeSettings());
        await gateway.SendAsync([1, 2, 3], Token);
        await UntilAsync(() => bridge.Status().Messages.Received == 3);
        Assert.Empty(database.Writes);
        await UntilAsync(() => Moved(TimeSpan.FromMilliseconds(25)) && database.Writes.Count > 0);
        Assert.Equal(3, Assert.Single(database.Writes).Length);
        await gateway.FinishAsync(Token);
        await UntilAsync(() => bridge.Status().Messages is { Acknowledged: 3, BytesOnHand: 0 });
    }

    [Fact]
    public async Task Write_AFullBatch_WaitsForNothing()
    {
        await StartAsync(new BridgeSettings { MostLines = 2 });
        await gateway.SendAsync([1, 2, 3, 4], Token);
        await UntilAsync(() => database.Writes.Count == 2);
        Assert.All(database.Writes, lines => Assert.Equal(2, lines.Length));
        await gateway.FinishAsync(Token);
    }

    [Fact]
    public async Task Write_NoTime_TakesWhatIsThere()
    {
        await StartAsync(new BridgeSettings { MostTime = TimeSpan.Zero });
        await gateway.SendAsync([1], Token);
        await gateway.FinishAsync(Token);
        Assert.All(database.Writes, lines => Assert.Equal(["m,g=g1 v=1 1"], lines));
    }

    [Theory]
    [InlineData(WriteNext.FixAccess)]
    [InlineData(WriteNext.RetryLater)]
    public async Task Write_TheDatabaseTakesNothing_AcknowledgesNothingAndSaysSoUntilItDoes(WriteNext next)
    {
        database.Answer = new WriteVerdict(next, "401 Unauthorized", TimeSpan.FromSeconds(60));
        await StartAsync(new BridgeSettings { MostTime = TimeSpan.Zero });
        Assert.True(bridge.Health().IsHealthy);
        await gateway.SendAsync([1, 2, 3], Token);
        await UntilAsync(() => bridge.Status().Database.Retries == 1);
        Assert.False(bridge.Health().IsHealthy);
        Assert.Equal((false, "401 Unauthorized"), (bridge.Status().Database.Accepts, bridge.Status().Database.Reason));
        Assert.Contains("gateway_bridge_database_accepts 0\n", BridgeMetrics.Write(bridge.Status()));

        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal((1, 0), (bridge.Status().Database.Retries, bridge.Status().Messages.Acknowledged));
        database.Answer = WriteVerdict.Stored;
        await UntilAsync(() => Moved(TimeSpan.FromSeconds(1)) && bridge.Status().Messages.Acknowledged == 3);
        await gateway.FinishAsync(Token);
        Assert.True(bridge.Health().IsHealthy);
        Assert.Equal(["m,g=g1 v=1 1", "m,g=g1 v=2 2", "m,g=g1 v=3 3"], database.Writes.SelectMany(lines => lines).Distinct());
    }

    [Fact]
    public async Task Watch_ANumberThatNeverComes_ShowsAsAHole()
    {
        await StartAsync(new BridgeSettings { MostTime = TimeSpan.Zero, HolesAfter = TimeSpan.FromMinutes(10) });
        await gateway.SendAsync([1], Token);
        await gateway.FinishAsync(Token);
        clock.Advance(TimeSpan.FromMinutes(10));
        await gateway.SendAsync([2], Token);
        await gateway.SendAsync([3, 5], Token);
        await gateway.FinishAsync(Token);
        Assert.Equal(0, bridge.Status().Holes!.Found);
        await UntilAsync(() => Moved(TimeSpan.FromMinutes(1)) && bridge.Status().Holes!.Found == 1);
        var holes = bridge.Status().Holes!;
        Assert.Equal(new SequenceHole("mill/g1", "0000000000000007", 4, 4), Assert.Single(holes.Open));
        Assert.Contains("gateway_bridge_missing_entries 1\n", BridgeMetrics.Write(bridge.Status()));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(Token);
        guard.CancelAfter(TimeSpan.FromMinutes(2));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, guard.Token);
        }
    }

    private bool Moved(TimeSpan time)
    {
        clock.Advance(time);
        return true;
    }

    private async Task StartAsync(BridgeSettings settings)
    {
        var subscriber = new MqttSubscriber(
            new BrokerOptions { Host = "127.0.0.1", Port = broker.Port }, new Topics(), new SubscriberOptions(), TimeProvider.System,
            new Random(2), NullLogger<MqttSubscriber>.Instance);
        bridge = new BridgeLoop(subscriber, database, settings, new Random(3), clock, NullLogger<BridgeLoop>.Instance);
        running = bridge.RunAsync(stop.Token);
        await UntilAsync(() => subscriber.IsConnected);
    }
}
