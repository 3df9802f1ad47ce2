using Gateway.Core;
using Gateway.Mqtt.Connections;
using Gateway.Mqtt.Sparkplug;
using Gateway.TestKit.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Gateway.Mqtt.Tests.Sparkplug;

/// <summary>An edge node at a real broker, seen by a host.</summary>
public sealed class SparkplugPublisherTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private MosquittoServer server = null!;
    private HostApplication host = null!;
    private Task running = Task.CompletedTask;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        server = await MosquittoServer.StartAsync(Token);
        host = await HostApplication.ConnectAsync(server.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (server is not null)
        {
            await host.DisposeAsync();
            await server.DisposeAsync();
        }

        stop.Dispose();
        folder.Dispose();
    }

    [Fact]
    [Tck(
        "topics-nbirth-mqtt", "topics-dbirth-mqtt", "topics-ddata-mqtt", "topics-ndata-mqtt", "topics-ddeath-mqtt",
        "message-flow-edge-node-birth-publish-nbirth-qos", "message-flow-edge-node-birth-publish-nbirth-retained",
        "message-flow-device-birth-publish-dbirth-qos", "message-flow-device-birth-publish-dbirth-retained", "payloads-nbirth-qos",
        "payloads-nbirth-retain", "payloads-dbirth-qos", "payloads-dbirth-retain", "payloads-ndata-qos", "payloads-ndata-retain",
        "payloads-ddata-qos", "payloads-ddata-retain")]
    public async Task Session_AtMosquitto_IsAllAtQos0AndNotRetained()
    {
        var publisher = Start(Broker());
        await SeenAsync("NBIRTH", 1);
        publisher.Offer(Tick(1));
        await SeenAsync("DBIRTH", 3);
        publisher.Offer(Tick(2));
        await SeenAsync("DDATA", 2);
        publisher.Offer(Silence());
        publisher.Offer(Silence());
        await SeenAsync("DDEATH", 1);
        await SeenAsync("NDATA", 2);
        Assert.All(host.Received, received => Assert.Equal(MqttQualityOfServiceLevel.AtMostOnce, received.Level));
        Assert.DoesNotContain(host.Received, received => received.Retain);
        Assert.Equal(
            Enumerable.Range(0, host.Received.Count).Select(place => (ulong)place), host.Messages.Select(message => message.Payload.Seq));
        Assert.True(publisher.Status.IsOnline);
    }

    [Fact]
    [Tck(
        "message-flow-edge-node-birth-publish-will-message-qos", "message-flow-edge-node-birth-publish-will-message-will-retained",
        "payloads-ndeath-will-message-qos", "payloads-ndeath-will-message-retain")]
    public async Task Connection_ThatBreaks_IsTheDeathFromTheBrokerAndABirthWithTheNextNumber()
    {
        Start(Broker());
        await SeenAsync("NBIRTH", 1);
        await using (await RawClient.ConnectAsync(server.Port, "sparkplug-mill-gw"))
        {
            await SeenAsync("NBIRTH", 2);
        }

        var death = host.Received.First(received => received.Message.Type == "NDEATH");
        Assert.Equal((MqttQualityOfServiceLevel.AtLeastOnce, false), (death.Level, death.Retain));
        Assert.Equal(0UL, Assert.Single(death.Message.Payload.Metrics).LongValue);
        Assert.Equal([0UL, 1], host.Messages.Where(message => message.Type == "NBIRTH").Take(2).Select(birth => birth["bdSeq"].LongValue));
    }

    [Fact]
    [Tck("payloads-ndeath-will-message-publisher-disconnect-mqtt50")]
    public async Task Stop_IsTheDeathFromTheNodeAndOnceMoreFromTheBroker()
    {
        Start(Broker());
        await SeenAsync("NBIRTH", 1);
        await StopAsync();
        await SeenAsync("NDEATH", 2);
        Assert.Equal("1", await File.ReadAllTextAsync(folder.File("bdseq"), Token));
    }

    [Fact]
    [Tck("payloads-ndeath-will-message-publisher-disconnect-mqtt311")]
    public async Task Stop_OverMqtt311_IsTheDeathFromTheNodeAlone()
    {
        Start(Broker() with { Version = MqttVersion.V311 });
        await SeenAsync("NBIRTH", 1);
        await StopAsync();
        await SeenAsync("NDEATH", 1);
        await host.PublishAsync("spBv1.0/mill/NBIRTH/other", EdgeNode.Command(EdgeNode.Rebirth, false));
        await SeenAsync("NBIRTH", 2);
        Assert.Single(host.Messages, message => message.Type == "NDEATH");
    }

    [Theory]
    [InlineData(MqttVersion.V5)]
    [InlineData(MqttVersion.V311)]
    public async Task Stop_BeforeABirth_IsTheDeathFromTheBroker(MqttVersion version)
    {
        var publisher = Start(EdgeNode.Host, Broker() with { Version = version });
        await Harness.EventuallyAsync(() => publisher.Status.Fault.Length == 0);
        await StopAsync();
        await SeenAsync("NDEATH", 1);
        Assert.DoesNotContain(host.Messages, message => message.IsBirth);
    }

    [Fact]
    public async Task Restart_GoesOnWithTheNextNumber()
    {
        await File.WriteAllTextAsync(folder.File("bdseq"), "255", Token);
        Start(Broker());
        await SeenAsync("NBIRTH", 1);
        Assert.Equal(255UL, host.Messages.First()["bdSeq"].LongValue);
        Assert.Equal("0", await File.ReadAllTextAsync(folder.File("bdseq"), Token));
    }

    [Fact]
    public async Task Rebirth_AskedForByAHost_IsHeard()
    {
        Start(Broker());
        await SeenAsync("NBIRTH", 1);
        await host.PublishAsync("spBv1.0/mill/NCMD/gw", EdgeNode.Command(EdgeNode.Rebirth, true));
        await SeenAsync("NBIRTH", 2);
        Assert.Equal([0UL, 0], host.Messages.Where(message => message.Type == "NBIRTH").Select(birth => birth["bdSeq"].LongValue));
    }

    [Fact]
    public async Task PrimaryHost_OfflineAtTheFirstBroker_SendsTheNodeToTheSecond()
    {
        await using var second = await MosquittoServer.StartAsync(Token);
        await using var secondHost = await HostApplication.ConnectAsync(second.Port);
        await host.PublishAsync("spBv1.0/STATE/scada", EdgeNode.State(true, 100), retain: true);
        await secondHost.PublishAsync("spBv1.0/STATE/scada", EdgeNode.State(true, 50), retain: true);
        var publisher = Start(EdgeNode.Host, Broker(), Harness.Broker(second.Port));
        await SeenAsync("NBIRTH", 1);
        await host.PublishAsync("spBv1.0/STATE/scada", EdgeNode.State(false, 200), retain: true);
        await Harness.EventuallyAsync(() => secondHost.Messages.Any(message => message.Type == "NBIRTH"));
        Assert.Contains(host.Messages, message => message.Type == "NDEATH");
        await Harness.EventuallyAsync(() =>
            publisher.Status is { IsOnline: true } status && status.Broker == Harness.Broker(second.Port).ToString());
    }

    [Fact]
    public async Task Values_WhileTheBrokerIsAway_FollowAsHistorical()
    {
        var publisher = Start(Broker());
        await SeenAsync("NBIRTH", 1);
        publisher.Offer(Tick(1));
        await SeenAsync("DBIRTH", 3);
        await host.DisposeAsync();
        await server.KillAsync(Token);
        await Harness.EventuallyAsync(() => !publisher.Status.IsOnline);
        publisher.Offer(Tick(2));
        await Harness.EventuallyAsync(() => publisher.Status.WaitingValues == 3);
        await server.RestartAsync(Token);
        host = await HostApplication.ConnectAsync(server.Port);
        await Harness.EventuallyAsync(() => publisher.Status is { IsOnline: true, WaitingValues: 0 });
    }

    [Fact]
    public async Task Change_OfThePlant_IsToldWithTheNextTick()
    {
        var publisher = Start(Broker());
        publisher.Offer(Tick(1));
        await SeenAsync("DBIRTH", 3);
        var next = new Catalog(EdgeNode.Plant);
        Enumerable.Range(0, EdgeNode.SpeedRpm).ToList().ForEach(next.Keep);
        var added = next.Add(new Series("meter", [new("device", "new")], "active_power_kw", "kW"));
        publisher.Change(next, []);
        publisher.Offer(new Tick([new Reading(added, EdgeNode.Start, 7, Quality.Good)], [], default));
        await SeenAsync("DBIRTH", 4);
        var deaths = host.Messages.Where(message => message.Type == "DDEATH");
        Assert.Equal(["drive", "retrofit.fan"], deaths.Select(death => death.Device).Order());
        var birth = host.Messages.Last(message => message.IsBirth);
        Assert.Equal(("new", 7.0), (birth.Device, birth["active_power_kw"].DoubleValue));
    }

    [Fact]
    [Tck("principles-persistence-clean-session-50")]
    public void Connect_IsMqtt5WithoutASession()
    {
        using var setup = new ClientSetup(Broker(), "any");
        var options = setup.Build();
        Assert.Equal((MqttProtocolVersion.V500, true, 0U), (options.ProtocolVersion, options.CleanSession, options.SessionExpiryInterval));
    }

    [Fact]
    [Tck("principles-persistence-clean-session-311")]
    public void Connect_OverMqtt311_IsWithoutASession()
    {
        using var setup = new ClientSetup(Broker() with { Version = MqttVersion.V311 }, "any");
        var options = setup.Build();
        Assert.Equal((MqttProtocolVersion.V311, true), (options.ProtocolVersion, options.CleanSession));
    }

    private static Tick Tick(double value) => new(
        [.. Enumerable.Range(EdgeNode.PowerKw, 3).Select(series => new Reading(series, EdgeNode.Start, value, Quality.Good))], [], default);

    private static Tick Silence() => new([new Reading(EdgeNode.SpeedRpm, EdgeNode.Start, double.NaN, Quality.Timeout)], [], default);

    private BrokerOptions Broker() => Harness.Broker(server.Port);

    private SparkplugPublisher Start(params BrokerOptions[] brokers) => Start(null, brokers);

    private SparkplugPublisher Start(string? primaryHost, params BrokerOptions[] brokers)
    {
        var publisher = new SparkplugPublisher(
            brokers, new SparkplugOptions { Group = "mill", Node = "gw", PrimaryHost = primaryHost }, EdgeNode.Plant, [],
            new BdSeqFile(folder.File("bdseq"), NullLogger<BdSeqFile>.Instance), TimeProvider.System, new Random(1),
            NullLogger<SparkplugPublisher>.Instance);
        running = publisher.RunAsync(stop.Token);
        return publisher;
    }

    private Task SeenAsync(string type, int count) =>
        Harness.EventuallyAsync(() => host.Messages.Count(message => message.Type == type) >= count);

    private async Task StopAsync()
    {
        await stop.CancelAsync();
        await running;
    }
}
