using Gateway.Mqtt.Sparkplug.Session;

namespace Gateway.Mqtt.Tests.Sparkplug;

public sealed class BacklogTests
{
    [Fact]
    public void Values_FromWhileNobodyListened_FollowTheBirthsAsHistorical()
    {
        var node = new EdgeNode();
        node.ReadAll(1);
        node.Connect();
        node.Lose();
        for (var i = 2; i < 6; i++)
        {
            Assert.Empty(node.Read((EdgeNode.PowerKw, i)));
        }

        Assert.Equal(5, node.Connect()[1]["active_power_kw"].DoubleValue);
        var backfill = Assert.Single(node.PassUntilDeadline(), message => message.Device == "meter");
        Assert.Equal("DDATA", backfill.Type);
        Assert.All(backfill.Payload.Metrics, metric => Assert.True(metric.IsHistorical));
        Assert.Equal([2.0, 3, 4, 5], backfill.Payload.Metrics.Select(metric => metric.DoubleValue).TakeLast(4));
        Assert.Equal(0, node.Session.Waiting);
        Assert.Null(node.Session.Deadline);
        Assert.False(node.Read((EdgeNode.PowerKw, 6))[0].IsHistorical);
    }

    [Fact]
    public void Values_BeyondTheBound_AreDroppedOldestFirstAndCounted()
    {
        var node = new EdgeNode(buffer: 10);
        for (var i = 0; i < 25; i++)
        {
            node.Read((EdgeNode.PowerKw, i));
        }

        Assert.Equal((10, 15), (node.Session.Waiting, node.Session.Dropped));
        Assert.Equal(15UL, node.Connect()[0]["Gateway/dropped_values"].LongValue);
        var history = node.PassUntilDeadline()[0];
        Assert.Equal(Enumerable.Range(15, 10).Select(i => (double)i), history.Payload.Metrics.Select(metric => metric.DoubleValue));
    }

    [Fact]
    public void Values_OfAFullBuffer_AreDroppedFromWhoHasMost()
    {
        var node = new EdgeNode(buffer: 10);
        node.Read((EdgeNode.SpeedRpm, 1));
        for (var i = 0; i < 25; i++)
        {
            node.Read((EdgeNode.PowerKw, i));
        }

        node.Connect();
        Assert.Equal(["meter", "drive"], node.PassUntilDeadline().Select(message => message.Device));
    }

    [Fact]
    public void ALargeBacklog_GoesOutInPortionsWithLiveValuesBetween()
    {
        var node = new EdgeNode(buffer: 100_000);
        var values = Enumerable.Range(0, 10 * EdgeNodeSession.MostMetrics).Select(i => (EdgeNode.PowerKw, (double)i)).ToArray();
        node.Read(values);
        node.Connect();
        Assert.Equal(4, node.PassUntilDeadline().Count);
        Assert.False(Assert.Single(node.Read((EdgeNode.PowerKw, -1))).IsHistorical);
        Assert.Equal(4, node.PassUntilDeadline().Count);
        Assert.Equal(2, node.PassUntilDeadline().Count);
        Assert.All(node.Sent, message => Assert.True(message.Payload.Metrics.Count <= EdgeNodeSession.MostMetrics));
    }

    [Fact]
    public void Values_OfADeviceThatIsGone_WaitForItsBirth()
    {
        var node = new EdgeNode();
        node.Read((EdgeNode.PowerKw, 1));
        node.Silence();
        node.Connect();
        Assert.Null(node.Session.Deadline);
        node.Read((EdgeNode.PowerKw, 2));
        var history = Assert.Single(node.PassUntilDeadline());
        Assert.Equal(["192", "0", "0"], history.Payload.Metrics.Select(metric => SentMessage.Property(metric, "Quality")));
    }
}
