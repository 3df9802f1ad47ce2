using System.Diagnostics.CodeAnalysis;
using Gateway.TestKit.Network;
using Gateway.TestKit.Servers;

namespace Gateway.EndToEnd.Tests.Faults;

/// <summary>
/// A simulated plant, its gateway, a broker, a bridge and a database, each a process of its own and each reached through a network that
/// can fail.
/// </summary>
internal sealed class FaultSite : IAsyncDisposable
{
    /// <summary>In the database server.</summary>
    public const string Database = "plant";

    private readonly FaultyProxy[] network;

    private FaultSite(MosquittoServer broker, InfluxServer influx, FaultyProxy[] network, Installed installed, SmallDisk? disk)
    {
        (Broker, Influx, this.network, Installed, Disk) = (broker, influx, network, installed, disk);
        StartGateway();
        StartBridge();
        Page = new GatewayStatusPage(installed.HttpPort);
    }

    public MosquittoServer Broker { get; }

    public InfluxServer Influx { get; }

    public Installed Installed { get; }

    public GatewayProcess Gateway { get; private set; }

    public GatewayProcess Bridge { get; private set; }

    public GatewayStatusPage Page { get; }

    /// <summary>The gateway's disk; null where the tests may not mount one.</summary>
    public SmallDisk? Disk { get; }

    /// <summary>Between gateway and broker.</summary>
    public FaultyProxy GatewayToBroker => network[0];

    /// <summary>Between bridge and broker.</summary>
    public FaultyProxy BridgeToBroker => network[1];

    /// <summary>Between bridge and database.</summary>
    public FaultyProxy BridgeToDatabase => network[2];

    /// <summary>Any of the three.</summary>
    public FaultyProxy AnyWay(int choice) => network[choice % network.Length];

    public static async Task<FaultSite> StartAsync(CancellationToken cancellationToken)
    {
        var broker = await MosquittoServer.StartAsync(cancellationToken);
        var influx = await InfluxServer.StartAsync(cancellationToken);
        await influx.CreateDatabaseAsync(Database, cancellationToken);
        FaultyProxy[] network = [FaultyProxy.Start(broker.Port), FaultyProxy.Start(broker.Port), FaultyProxy.Start(influx.Url.Port)];
        var installed = await Installed.StartAsync(
            network[0].Port, network[1].Port, $"  url: http://127.0.0.1:{network[2].Port}\n  database: {Database}\n", cancellationToken);
        return new FaultSite(broker, influx, network, installed, SmallDisk.TryMount(installed.DataFolder));
    }

    /// <summary>Starts the gateway if it does not run.</summary>
    [MemberNotNull(nameof(Gateway))]
    public void StartGateway() => Gateway = Started(Gateway, "run", Installed.GatewayFilePath);

    /// <summary>Starts the bridge if it does not run.</summary>
    [MemberNotNull(nameof(Bridge))]
    public void StartBridge() => Bridge = Started(Bridge, "bridge", Installed.BridgeFilePath);

    public Task KillGatewayAsync() => Gateway.KillAsync();

    public Task KillBridgeAsync() => Bridge.KillAsync();

    /// <summary>Waits until the gateway has recorded so many ticks more.</summary>
    public async Task RecordsAsync(int ticks, CancellationToken cancellationToken)
    {
        long? first = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                var next = (await Page.StatusAsync(cancellationToken))?.GetProperty("journal").GetProperty("next_seq").GetInt64();
                first ??= next;
                return next - first >= ticks;
            },
            $"{ticks} ticks more", () => Gateway.Output, cancellationToken);
    }

    /// <summary>Heals the network, waits until all is delivered and stops the gateway in order.</summary>
    public async Task StopDeliveredAsync(CancellationToken cancellationToken)
    {
        foreach (var way in network)
        {
            way.Heal();
        }

        await RecordsAsync(5, cancellationToken);
        await Eventually.HoldsAsync(
            async () =>
            {
                StartBridge();
                var status = await Page.StatusAsync(cancellationToken);
                return status?.GetProperty("delivery").GetProperty("backlog_entries").GetInt64() <= 1;
            },
            "the backlog to go out", () => $"{Gateway.Output}\nbridge:\n{Bridge.Output}", cancellationToken);
        Assert.Equal(0, await Gateway.StopAsync(cancellationToken));
        Assert.Contains("; 0 entries are still to be delivered", Gateway.Output, StringComparison.Ordinal);
    }

    /// <summary>What the gateway recorded and what the database holds.</summary>
    public async Task<DeliveryBalance> BalanceAsync(CancellationToken cancellationToken) => DeliveryBalance.Of(
        RecordedHistory.Read(Installed.Options),
        await Influx.SeriesAsync(Database, $"SELECT * FROM /.*/ WHERE site = '{Installed.Options.Site}' GROUP BY *", cancellationToken));

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Bridge.DisposeAsync();
        Page.Dispose();
        foreach (var way in network)
        {
            await way.DisposeAsync();
        }

        Disk?.Dispose();
        await Installed.DisposeAsync();
        await Influx.DisposeAsync();
        await Broker.DisposeAsync();
    }

    // A process that ended by itself has failed; but a bridge that finds no broker at its start says so and ends: whoever supervises it
    // starts it again.
    private static GatewayProcess Started(GatewayProcess? last, string verb, string file)
    {
        if (last is { WasKilled: false, HasEnded: false })
        {
            return last;
        }

        Assert.True(
            last is null or { WasKilled: true } || (verb == "bridge" && last.Output.Contains("start the broker", StringComparison.Ordinal)),
            $"gateway {verb} ended by itself:\n{last?.Output}");
        return GatewayProcess.Start(verb, file);
    }
}
