using Gateway.Mqtt.Sparkplug.Session;

namespace Gateway.Mqtt.Tests.Sparkplug;

public sealed class PrimaryHostTests
{
    private static string[] Births => ["NBIRTH", "DBIRTH", "DBIRTH", "DBIRTH"];

    [Fact]
    [Tck(
        "message-flow-edge-node-birth-publish-phid-wait", "message-flow-edge-node-birth-publish-phid-wait-id",
        "message-flow-edge-node-birth-publish-phid-wait-online", "operational-behavior-edge-node-birth-sequence-wait")]
    public void Birth_WaitsForThePrimaryHost()
    {
        var node = Node();
        Assert.Empty(node.Connect());
        Assert.Empty(node.Hear(online: true, 100, host: "another"));
        Assert.Empty(node.Hear(online: false, 100));
        Assert.Equal(SessionPhase.Waiting, node.Session.Phase);
        Assert.Equal(Births, node.Hear(online: true, 100).Select(message => message.Type));
    }

    [Fact]
    public void Birth_WhenTheStateCameBeforeTheSubscriptionWasGranted_IsAtOnce()
    {
        var node = Node();
        node.Do(new SessionEvent.ConnectDue());
        node.Do(new SessionEvent.Connected());
        Assert.Empty(node.Hear(online: true, 100));
        Assert.Equal(Births, node.Do(new SessionEvent.Subscribed()).Select(message => message.Type));
    }

    [Fact]
    [Tck("message-flow-edge-node-birth-publish-phid-wait-timestamp")]
    public void State_OlderThanTheLast_IsIgnored()
    {
        var node = Node();
        node.Connect();
        node.Hear(online: false, 100);
        Assert.Empty(node.Hear(online: true, 99));
        Assert.NotEmpty(node.Hear(online: true, 100));
    }

    [Fact]
    [Tck(
        "message-flow-edge-node-birth-publish-phid-offline", "operational-behavior-edge-node-termination-host-offline",
        "operational-behavior-edge-node-termination-host-offline-reconnect",
        "operational-behavior-primary-application-state-with-multiple-servers-walk")]
    public void HostOffline_IsTheNodesDeathAndTheNextBrokersTurn()
    {
        var node = Node(servers: 2);
        node.Connect();
        node.Hear(online: true, 100);
        var death = Assert.Single(node.Hear(online: false, 100));
        Assert.Equal("NDEATH", death.Type);
        Assert.IsType<SessionAction.Disconnect>(node.Actions[^1]);
        Assert.Equal((SessionPhase.Offline, 1), (node.Session.Phase, node.Session.Server));

        Assert.Empty(node.Connect());
        Assert.Equal([0, 1], node.Actions.OfType<SessionAction.Connect>().Select(connect => connect.Server));
        Assert.Equal(1UL, node.Hear(online: true, 50)[0]["bdSeq"].LongValue);
    }

    [Fact]
    [Tck("operational-behavior-edge-node-termination-host-offline-timestamp")]
    public void HostOffline_FromBeforeItWasOnline_IsIgnored()
    {
        var node = Node();
        node.Connect();
        node.Hear(online: true, 100);
        Assert.Empty(node.Hear(online: false, 99));
        Assert.Equal(SessionPhase.Online, node.Session.Phase);
    }

    [Fact]
    public void HostOffline_AtTheOnlyBroker_IsWaitedForThere()
    {
        var node = Node();
        node.Connect();
        node.Hear(online: true, 100);
        node.Hear(online: false, 101);
        Assert.Empty(node.Connect());
        node.Hear(online: false, 101);
        Assert.Equal(SessionPhase.Waiting, node.Session.Phase);
        Assert.Equal(Births, node.Hear(online: true, 200).Select(message => message.Type));
    }

    [Fact]
    public void NoState_AtOneOfSeveralBrokers_IsTheNextOnesTurn()
    {
        var node = Node(servers: 2);
        node.Connect();
        Assert.Equal(node.Now - EdgeNode.Start + EdgeNodeSession.HostStateTimeout, node.Session.Deadline);
        Assert.Empty(node.PassUntilDeadline());
        Assert.Equal((SessionPhase.Offline, 1), (node.Session.Phase, node.Session.Server));
    }

    [Theory]
    [InlineData("ONLINE")]
    [InlineData("""{"online":true}""")]
    [InlineData("""{"timestamp":5}""")]
    [InlineData("""{"online":"yes","timestamp":5}""")]
    public void State_OfAnotherForm_IsNone(string payload)
    {
        var node = Node();
        node.Connect();
        Assert.Empty(node.Do(new SessionEvent.Received("spBv1.0/STATE/scada", System.Text.Encoding.UTF8.GetBytes(payload))));
        Assert.Equal((SessionPhase.Waiting, 1), (node.Session.Phase, node.Session.Malformed));
    }

    private static EdgeNode Node(int servers = 1)
    {
        var node = new EdgeNode(EdgeNode.Host, servers);
        node.ReadAll(1);
        return node;
    }
}
