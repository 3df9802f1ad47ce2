using Gateway.Mqtt.Sparkplug.Session;

namespace Gateway.Mqtt.Tests.Sparkplug;

/// <summary>What a host makes of a node's actions, with every rule checked that it relies on.</summary>
internal sealed class HostView
{
    private readonly Dictionary<string, HashSet<ulong>> born = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, double?> values = [];
    private ulong? nextSeq;
    private ulong willNumber;
    private bool isConnected;

    /// <summary>Whether the node is alive.</summary>
    public bool IsAlive => nextSeq is not null;

    /// <summary>The devices that are alive.</summary>
    public IReadOnlyCollection<string> Alive => born.Keys;

    /// <summary>The present value of a metric; null where there is none.</summary>
    public double? Value(ulong alias) => values[alias];

    public void See(SessionAction action)
    {
        switch (action)
        {
            case SessionAction.Connect connect:
                Assert.False(isConnected, "two brokers at a time");
                isConnected = true;
                willNumber = Assert.Single(SentMessage.Read(connect.Will).Payload.Metrics).LongValue;
                Forget();
                break;
            case SessionAction.Disconnect:
                Assert.False(IsAlive, "left without a death");
                isConnected = false;
                break;
            case SessionAction.Publish publish:
                Assert.True(isConnected, "published without a connection");
                See(SentMessage.Read(publish.Message));
                break;
        }
    }

    /// <summary>The broker is gone, and the will tells the host.</summary>
    public void LoseConnection()
    {
        isConnected = false;
        Forget();
    }

    private void See(SentMessage message)
    {
        if (message.Type == "NDEATH")
        {
            Assert.Equal(willNumber, Assert.Single(message.Payload.Metrics).LongValue);
            Assert.True(IsAlive, "a death before a birth");
            Forget();
            return;
        }

        if (message.Type == "NBIRTH")
        {
            Assert.Equal(willNumber, message["bdSeq"].LongValue);
            Forget();
            nextSeq = 0;
        }

        Assert.Equal(nextSeq, message.Payload.Seq);
        nextSeq = (nextSeq + 1) % 256;
        Assert.Equal(message.Payload.Metrics.Select(metric => metric.Timestamp).Order(), message.Payload.Metrics.Select(m => m.Timestamp));
        TakeDevice(message);
        TakeValues(message);
    }

    private void TakeDevice(SentMessage message)
    {
        var key = message.Device ?? string.Empty;
        if (message.IsBirth)
        {
            var aliases = message.Payload.Metrics.Where(metric => metric.HasAlias).Select(metric => metric.Alias).ToHashSet();
            Assert.DoesNotContain(born, other => other.Key != key && other.Value.Overlaps(aliases));
            born[key] = aliases;
        }
        else if (message.Type == "DDEATH")
        {
            Assert.True(born.Remove(key), $"{key} dies unborn");
        }
        else
        {
            Assert.True(born.ContainsKey(key), $"data of {key}, unborn");
            Assert.All(message.Payload.Metrics, metric => Assert.Contains(metric.Alias, born[key]));
        }
    }

    private void TakeValues(SentMessage message)
    {
        foreach (var metric in message.Payload.Metrics.Where(metric => metric.HasAlias && !metric.IsHistorical))
        {
            values[metric.Alias] = metric.HasDoubleValue ? metric.DoubleValue : null;
        }
    }

    private void Forget()
    {
        nextSeq = null;
        born.Clear();
        values.Clear();
    }
}
