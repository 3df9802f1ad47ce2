using Gateway.Bridge;
using Gateway.Influx;
using Gateway.Mqtt;
using Gateway.TestKit.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Bridge;

/// <summary>Several bridges of one group, at a real broker and a real database.</summary>
public sealed class SharedBridgesTests
{
    private const int Entries = 1500;
    private static readonly GatewayAddress[] Gateways = [new("mill", "g1"), new("mill", "g2")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_TwoBridges_ShareTheLoadAndStoreEveryPointOnce()
    {
        await using var servers = await Servers.StartAsync();
        await using var one = await servers.BridgeAsync(1);
        await using var two = await servers.BridgeAsync(2);
        await servers.SendAllAsync();
        await servers.AssertEveryPointOnceAsync();
        Assert.All([one, two], bridge => Assert.InRange(bridge.Status().Messages.Received, 1, (2 * Entries) - 1));
        Assert.Null(one.Status().Holes);
    }

    [Fact]
    public async Task Run_ABridgeEndsWithMessagesInHand_TheOtherTakesThemOver()
    {
        await using var servers = await Servers.StartAsync();
        await using var patient = await servers.BridgeAsync(1);
        var sending = Task.CompletedTask;
        await using (var stuck = await servers.BridgeAsync(2, new MemoryDatabase { Answer = new(WriteNext.RetryLater, "away", null) }))
        {
            sending = servers.SendAllAsync();
            await UntilAsync(() => stuck.Status().Messages.Received >= 100);
            Assert.Equal(0, stuck.Status().Messages.Acknowledged);
        }

        await sending;
        await servers.AssertEveryPointOnceAsync();
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

    private sealed class Servers(MosquittoServer broker, InfluxServer database) : IAsyncDisposable
    {
        public static async Task<Servers> StartAsync()
        {
            Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
            Assert.SkipUnless(InfluxServer.IsInstalled, InfluxServer.MissingReason);
            var servers = new Servers(await MosquittoServer.StartAsync(Token), await InfluxServer.StartAsync(Token));
            await servers.Database.CreateDatabaseAsync("t", Token);
            return servers;
        }

        private InfluxServer Database => database;

        public async Task<RunningBridge> BridgeAsync(int number, IPointWriter? writer = null)
        {
            var subscriber = new MqttSubscriber(
                new BrokerOptions { Host = "127.0.0.1", Port = broker.Port }, new Topics(), new SubscriberOptions { Group = "bridges" },
                TimeProvider.System, new Random(number), NullLogger<MqttSubscriber>.Instance);
            var bridge = new RunningBridge(subscriber, writer ?? Influx());
            await UntilAsync(() => subscriber.IsConnected);
            return bridge;
        }

        /// <summary>Each gateway sends its entries until they are acknowledged.</summary>
        public Task SendAllAsync() => Task.WhenAll(Gateways.Select(async address =>
        {
            await using var gateway = new SentUntilAcknowledged(broker.Port, address);
            gateway.Start();
            await gateway.SendAsync(Enumerable.Range(1, Entries).Select(seq => (long)seq), Token);
            await gateway.FinishAsync(Token);
        }));

        public async Task AssertEveryPointOnceAsync()
        {
            Assert.Equal(2 * Entries, await database.CountAsync("t", "m", "v", Token));
            Assert.Equal(Entries * (Entries + 1L), await database.SumAsync("t", "m", "v", Token));
        }

        public async ValueTask DisposeAsync()
        {
            await broker.DisposeAsync();
            await database.DisposeAsync();
        }

        private InfluxWriter Influx() => new(
            new InfluxOptions { Url = database.Url, Database = "t", Timeout = TimeSpan.FromSeconds(60) }, TimeProvider.System,
            NullLogger<InfluxWriter>.Instance);
    }

    private sealed class RunningBridge : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly IPointWriter writer;
        private readonly BridgeLoop bridge;
        private readonly Task running;

        public RunningBridge(MqttSubscriber subscriber, IPointWriter writer)
        {
            this.writer = writer;
            bridge = new BridgeLoop(
                subscriber, writer, new BridgeSettings(), new Random(1), TimeProvider.System, NullLogger<BridgeLoop>.Instance);
            running = bridge.RunAsync(stop.Token);
        }

        public BridgeStatus Status() => bridge.Status();

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            (writer as IDisposable)?.Dispose();
            stop.Dispose();
        }
    }
}
