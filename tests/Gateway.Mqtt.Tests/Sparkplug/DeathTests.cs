using Gateway.Core;
using Gateway.Mqtt.Sparkplug.Session;

namespace Gateway.Mqtt.Tests.Sparkplug;

public sealed class DeathTests
{
    private readonly EdgeNode node = new();

    public DeathTests()
    {
        node.ReadAll(1);
        node.Connect();
    }

    [Fact]
    [Tck(
        "operational-behavior-device-ddeath", "topics-ddeath-seq-num", "payloads-ddeath-timestamp", "payloads-ddeath-seq",
        "payloads-ddeath-seq-number")]
    public void Silence_OfADevice_IsItsDeathAndAnAnswerItsBirth()
    {
        var death = node.Silence()[0];
        Assert.Equal(("DDEATH", "meter"), (death.Type, death.Device));
        Assert.Equal(EdgeNode.Ms(node.Now), death.Payload.Timestamp);
        Assert.Equal(node.Sent[^3].Payload.Seq + 1, death.Payload.Seq);
        Assert.Empty(death.Payload.Metrics);

        Assert.Empty(node.Silence());
        var birth = node.Read((EdgeNode.PowerKw, 3))[0];
        Assert.Equal(("DBIRTH", "meter", 3.0), (birth.Type, birth.Device, birth["active_power_kw"].DoubleValue));
    }

    [Fact]
    public void Silence_OfOneReply_IsBadQualityAndNoDeath()
    {
        var data = Assert.Single(node.Read(new Reading(EdgeNode.SpeedRpm, node.Now, double.NaN, Quality.Timeout)));
        Assert.Equal(("DDATA", "0"), (data.Type, SentMessage.Property(data.Payload.Metrics[0], "Quality")));
        Assert.Single(node.Read((EdgeNode.SpeedRpm, 1)));
        Assert.Single(node.Read(new Reading(EdgeNode.SpeedRpm, node.Now, double.NaN, Quality.Timeout)));
    }

    [Fact]
    public void Refusal_OfADevice_IsAnAnswer()
    {
        for (var i = 0; i < 5; i++)
        {
            node.Read(new Reading(EdgeNode.SpeedRpm, node.Now, double.NaN, Quality.ExceptionReply));
        }

        Assert.DoesNotContain(node.Sent, message => message.Type == "DDEATH");
    }

    [Fact]
    [Tck(
        "operational-behavior-edge-node-intentional-disconnect-ndeath", "operational-behavior-edge-node-intentional-disconnect-packet",
        "payloads-ndeath-will-message-publisher")]
    public void Stop_PublishesTheDeathAndDisconnectsAtOnce()
    {
        var death = Assert.Single(node.Do(new SessionEvent.Stop()));
        Assert.Equal(("NDEATH", true), (death.Type, death.IsDeath));
        Assert.Equal(node.Wills[^1].Payload, death.Payload);
        Assert.IsType<SessionAction.Publish>(node.Actions[^2]);
        Assert.IsType<SessionAction.Disconnect>(node.Actions[^1]);
        Assert.Empty(node.ReadAll(5));
        Assert.Equal(SessionPhase.Stopped, node.Session.Phase);
    }

    [Fact]
    public void Stop_BeforeABirth_LeavesTheDeathToTheBroker()
    {
        var unborn = new EdgeNode(primaryHost: EdgeNode.Host);
        unborn.Connect();
        Assert.Empty(unborn.Do(new SessionEvent.Stop()));
        Assert.IsType<SessionAction.Disconnect>(unborn.Actions[^1]);
    }
}
