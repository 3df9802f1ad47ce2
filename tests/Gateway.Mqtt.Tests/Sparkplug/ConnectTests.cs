using Gateway.Mqtt.Sparkplug.Protocol;
using Gateway.Mqtt.Sparkplug.Session;

namespace Gateway.Mqtt.Tests.Sparkplug;

public sealed class ConnectTests
{
    [Fact]
    [Tck(
        "message-flow-edge-node-birth-publish-will-message", "message-flow-edge-node-birth-publish-will-message-topic",
        "message-flow-edge-node-birth-publish-will-message-payload", "topics-ndeath-payload", "topics-ndeath-seq", "payloads-ndeath-seq",
        "payloads-ndeath-will-message", "payloads-ndeath-bdseq", "topics-nbirth-bdseq-matching", "payloads-nbirth-bdseq-repeat",
        "message-flow-edge-node-birth-publish-nbirth-payload-bdSeq")]
    public void Connect_LeavesADeathThatHoldsTheBirthsNumberAlone()
    {
        var node = new EdgeNode(firstBdSeq: 7);
        var birth = node.Connect()[0];
        var will = Assert.Single(node.Wills);
        Assert.Equal("spBv1.0/mill/NDEATH/gw", will.Topic);
        Assert.True(will.IsDeath);
        Assert.False(will.Payload.HasSeq);
        var metric = Assert.Single(will.Payload.Metrics);
        Assert.Equal(("bdSeq", (uint)DataType.Int64, 7UL), (metric.Name, metric.Datatype, metric.LongValue));
        Assert.Equal(((uint)DataType.Int64, 7UL), (birth["bdSeq"].Datatype, birth["bdSeq"].LongValue));
    }

    [Fact]
    [Tck("topics-nbirth-bdseq-increment", "message-flow-edge-node-birth-publish-will-message-payload-bdSeq")]
    public void Connect_AgainAndAgain_CountsFromZeroTo255AndRound()
    {
        var node = new EdgeNode();
        for (var i = 0; i < 258; i++)
        {
            node.Do(new SessionEvent.ConnectDue());
            node.Do(i % 2 == 0 ? new SessionEvent.ConnectFailed() : new SessionEvent.Connected());
            node.Lose();
        }

        Assert.Equal(
            Enumerable.Range(0, 256).Concat([0, 1]), node.Wills.Select(will => (int)Assert.Single(will.Payload.Metrics).LongValue));
        Assert.Equal(2, node.Session.NextBdSeq);
    }

    [Fact]
    [Tck(
        "principles-birth-certificates-order", "message-flow-edge-node-ncmd-subscribe", "message-flow-device-dcmd-subscribe",
        "message-flow-edge-node-birth-publish-connect",
        "operational-behavior-primary-application-state-with-multiple-servers-state-subs")]
    public void Connected_SubscribesBeforeAnythingIsPublished()
    {
        var node = new EdgeNode(primaryHost: EdgeNode.Host);
        Assert.Empty(node.Do(new SessionEvent.ConnectDue()));
        Assert.Empty(node.Do(new SessionEvent.Connected()));
        var subscription = Assert.IsType<SessionAction.Subscribe>(node.Actions[^1]);
        Assert.Equal(["spBv1.0/STATE/scada", "spBv1.0/mill/NCMD/gw", "spBv1.0/mill/DCMD/gw/+"], subscription.Filters);
        Assert.Empty(node.Do(new SessionEvent.Subscribed()));
    }

    [Fact]
    public void ConnectFailed_WithSeveralBrokers_TriesThemInTurn()
    {
        var node = new EdgeNode(servers: 3);
        for (var i = 0; i < 4; i++)
        {
            node.Do(new SessionEvent.ConnectDue());
            node.Do(new SessionEvent.ConnectFailed());
        }

        Assert.Equal([0, 1, 2, 0], node.Actions.OfType<SessionAction.Connect>().Select(connect => connect.Server));
    }

    [Fact]
    [Tck("operational-behavior-primary-application-state-with-multiple-servers-single-server")]
    public void ConnectDue_WhileConnected_DoesNothing()
    {
        var node = new EdgeNode(servers: 2);
        node.Connect();
        node.Do(new SessionEvent.ConnectDue());
        Assert.Single(node.Actions.OfType<SessionAction.Connect>());
    }
}
