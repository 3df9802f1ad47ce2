using Gateway.Mqtt.Sparkplug.Session;

namespace Gateway.Mqtt.Tests.Sparkplug;

public sealed class RebirthTests
{
    private readonly EdgeNode node = new();

    public RebirthTests()
    {
        node.ReadAll(1);
        node.Connect();
        node.PassUntilDeadline();
    }

    [Fact]
    [Tck("operational-behavior-data-commands-rebirth-action-2", "operational-behavior-data-commands-rebirth-action-3")]
    public void Rebirth_IsTheWholeBirthWithTheSameNumber()
    {
        node.ReadAll(2);
        node.Pass(EdgeNodeSession.ShortestBirthInterval);
        var births = node.AskForRebirth();
        Assert.Equal(["NBIRTH", "DBIRTH", "DBIRTH", "DBIRTH"], births.Select(message => message.Type));
        Assert.Equal([0UL, 1, 2, 3], births.Select(message => message.Payload.Seq));
        Assert.Equal(node.Wills[^1].Payload.Metrics[0].LongValue, births[0]["bdSeq"].LongValue);
        Assert.Equal(2, births[1]["active_power_kw"].DoubleValue);
    }

    [Fact]
    [Tck("operational-behavior-data-commands-rebirth-action-1")]
    public void Rebirth_SoonAfterABirth_WaitsAndKeepsTheDataBack()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Empty(node.AskForRebirth());
        }

        Assert.Empty(node.Read((EdgeNode.PowerKw, 7)));
        Assert.Empty(node.Read((EdgeNode.PowerKw, 8)));
        Assert.Empty(node.Do(new SessionEvent.TimePassed()));
        var births = node.PassUntilDeadline();
        Assert.Equal(["NBIRTH", "DBIRTH", "DBIRTH", "DBIRTH"], births.Select(message => message.Type));
        Assert.Equal(8, births[1]["active_power_kw"].DoubleValue);
        Assert.Equal([7.0, 8.0], Assert.Single(node.PassUntilDeadline()).Payload.Metrics.Select(metric => metric.DoubleValue));
        Assert.Equal(2, node.Session.Births);
    }

    [Fact]
    public void Commands_OtherThanRebirth_AreRefusedByName()
    {
        node.Pass(EdgeNodeSession.ShortestBirthInterval);
        Assert.Empty(node.Do(new SessionEvent.Received("spBv1.0/mill/NCMD/gw", EdgeNode.Command("Node Control/Reboot", true))));
        Assert.Empty(node.Do(new SessionEvent.Received("spBv1.0/mill/DCMD/gw/drive", EdgeNode.Command("motor_speed_rpm", true))));
        Assert.Empty(node.Do(new SessionEvent.Received("spBv1.0/mill/NCMD/gw", EdgeNode.Command(EdgeNode.Rebirth, false))));
        Assert.Empty(node.Do(new SessionEvent.Received("spBv1.0/mill/DCMD/gw/drive", EdgeNode.Command(EdgeNode.Rebirth, true))));
        Assert.Equal(
            [
                new SessionAction.Refuse("spBv1.0/mill/NCMD/gw", "Node Control/Reboot"),
                new SessionAction.Refuse("spBv1.0/mill/DCMD/gw/drive", "motor_speed_rpm"),
            ],
            node.Actions.OfType<SessionAction.Refuse>());
    }

    [Theory]
    [InlineData("spBv1.0/mill/NCMD/gw")]
    [InlineData("spBv1.0/STATE/other")]
    [InlineData("somewhere/else")]
    public void Garbage_IsCountedAndNothingElse(string topic)
    {
        Assert.Empty(node.Do(new SessionEvent.Received(topic, "{garbage"u8.ToArray())));
        Assert.Equal((1, SessionPhase.Online), (node.Session.Malformed, node.Session.Phase));
    }
}
